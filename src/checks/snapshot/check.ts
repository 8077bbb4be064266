import type { Check } from '../check.ts';
import { differenceLine, differences } from './difference.ts';
import { shapeOf } from './take-shape.ts';

/** Whether the received telemetry has the committed shape. */
export const SNAPSHOT_CHECK: Check = {
  id: 'snapshot',
  severity: 'error',
  holds: 'The telemetry matches the snapshot.',
  fails: 'The telemetry differs from the snapshot. If the change is intended, run again with --update.',
  find(facts) {
    const { snapshot } = facts;
    if (snapshot === undefined) return { skip: 'no --snapshot file was given' };
    const { before, update, file } = snapshot;
    const found = before === null ? [] : differences(before, shapeOf(facts));
    const evidence = found.map(difference => ({
      kind: 'snapshot' as const,
      text: differenceLine(difference),
      source: file,
    }));
    return update ? { note: evidence } : evidence;
  },
};
