import { describeArgv } from '../../checks/evidence.ts';
import { toProcessTree } from '../../shared/process-tree.ts';
import { fitColumns } from '../fit-columns.ts';
import type { SmokeReport } from '../report.ts';
import type { Look } from './look.ts';

/**
 * The processes as a tree, each with its decision. Threads of the runtime
 * itself appear only in the full report.
 */
export function processTreeLines(
  { processes }: SmokeReport,
  { paint, columns }: Look,
  verbose: boolean,
): string[] {
  const shown = processes.filter(
    ({ threadId, decision }) => verbose || threadId === 0 || decision === 'initialized',
  );
  const labelled = toProcessTree(shown).map(({ process, depth }) => {
    const name = process.threadId === 0 ? describeArgv(process.argv) : `worker thread ${process.threadId}`;
    return { process, label: `${'  '.repeat(depth)}${process.pid} ${name}` };
  });
  const widest = Math.max(0, ...labelled.map(({ label }) => label.length));
  const labelColumns = Math.min(Math.floor((columns - 4) / 2) + 4, widest);
  const rows = labelled.map(({ process, label }) => {
    const decision = process.reason === null ? process.decision : `${process.decision}: ${process.reason}`;
    const style = process.decision === 'initialized' ? 'green' : 'dim';
    const words = fitColumns(decision, Math.max(8, columns - labelColumns - 4)).trimEnd();
    return `  ${fitColumns(label, labelColumns)}  ${paint(style, words)}`;
  });
  return ['processes', ...(rows.length > 0 ? rows : ['  none'])];
}
