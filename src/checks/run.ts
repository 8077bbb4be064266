import type { Check, Evidence } from './check.ts';
import { describeArgv, plural, shorten } from './evidence.ts';
import type { Facts, ProcessEntry } from './facts.ts';

const OUTPUT_LINES = 5;

/** Checks of the run itself: the command, the requests, and whether everything arrived. */
export const RUN_CHECKS: readonly Check[] = [
  {
    id: 'command-exit',
    severity: 'error',
    holds: 'The command ended as it should.',
    fails: 'The command did not end as it should.',
    find: ({ command }) => {
      if (command.killed)
        return evidence(command, `it went on after ${command.stoppedBy} and had to be killed`);
      if (command.stoppedBy) return [];
      if (command.signal) return evidence(command, `it died of ${command.signal}`);
      return command.code === 0 ? [] : evidence(command, `it exited with code ${command.code}`);
    },
  },
  {
    id: 'requests-answered',
    severity: 'error',
    holds: 'Every request was answered.',
    fails: 'A request was not answered.',
    find: ({ command, requests }) => {
      if (command.notReady !== null) return evidence(command, command.notReady);
      if (requests.length === 0) return { skip: 'no request was sent' };
      const unanswered = requests.flatMap(({ method, url, error }): Evidence[] =>
        error === null ? [] : [{ kind: 'request', text: `${method} ${url}: ${error}` }],
      );
      return unanswered.length > 0 ? unanswered : { note: requests.flatMap(serverError) };
    },
  },
  {
    id: 'telemetry-received',
    severity: 'error',
    holds: 'Telemetry was received.',
    fails: 'Nothing was received: no span, no log record, no metric.',
    find: ({ telemetry, processes, command }) => {
      const { spans, logs, metricPoints } = telemetry;
      if (spans.length + logs.length + metricPoints.length > 0) return [];
      const skipped = processes.map(
        ({ pid, argv, reason }): Evidence => ({
          kind: 'process',
          text: `process ${pid} (${shorten(describeArgv(argv), 60)}): ${reason ?? 'initialized, but recorded nothing'}`,
          pid,
        }),
      );
      return skipped.length > 0 ? skipped : evidence(command, 'no Node.js process was seen in it');
    },
  },
];

/** What is answered is answered, and may well be asked for: error handling has telemetry too. */
function serverError({ method, url, status }: Facts['requests'][number]): Evidence[] {
  return status !== null && status >= 500
    ? [{ kind: 'request', text: `${method} ${url} was answered with ${status}` }]
    : [];
}

/** Comes last of all but the expectations: it explains what the others may have missed. */
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
  // A worker thread may be terminated at any time; what it ended has left it by then.
  if (!exit && threadId === 0) found.push('ended without a moment to deliver: it was killed, or it crashed');
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

function evidence({ argv, lastOutput }: Facts['command'], matter: string): Evidence[] {
  const output = lastOutput.slice(-OUTPUT_LINES);
  const said = output.length > 0 ? `; its last output: ${output.join(' ⏎ ')}` : '';
  return [{ kind: 'command', text: `${shorten(describeArgv(argv))}: ${matter}${shorten(said, 600)}` }];
}
