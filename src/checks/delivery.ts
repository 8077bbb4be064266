import type { Check, Evidence } from './check.ts';
import { describeArgv, plural, shorten } from './evidence.ts';
import type { Facts, ProcessEntry } from './facts.ts';

/** Comes near the end, before the expectations: it explains what other checks may have missed. */
export const DELIVERY_CHECK: Check = {
  id: 'delivered-at-exit',
  severity: 'error',
  holds: 'Nothing was left open or lost at the exit.',
  fails: 'Telemetry was left open or lost at the exit. End spans before the process ends, and let it end.',
  find: facts => [...facts.processes.flatMap(processLosses), ...refusals(facts)],
};

function processLosses({ pid, threadId, argv, decision, exit }: ProcessEntry): Evidence[] {
  if (decision === 'skipped') return [];
  const name = `process ${pid} (${shorten(describeArgv(argv), 60)})`;
  const found: string[] = [];
  // A worker thread may be terminated at any time. Its finished telemetry has left it by then.
  if (!exit && threadId === 0) found.push('ended without time to deliver: it was killed or crashed');
  if (exit && exit.openSpanCount > 0)
    found.push(`${plural(exit.openSpanCount, 'span')} still open: ${exit.openSpans.join(', ')}`);
  if (exit && exit.lost > 0) found.push(`${plural(exit.lost, 'item')} could not be delivered in time`);
  return found.map(text => ({ kind: 'process', text: `${name}: ${text}`, pid }));
}

function refusals({ telemetry }: Facts): Evidence[] {
  return telemetry.requests.flatMap(({ signal, protocol, refusal }): Evidence[] =>
    refusal === null || signal === null
      ? []
      : [{ kind: 'request', text: `a request with ${signal} (${protocol}) was refused: ${refusal}` }],
  );
}
