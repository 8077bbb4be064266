import type { Check, Evidence, Findings } from './check.ts';
import { findCrash } from './crash.ts';
import { describeArgv, plural, shorten } from './evidence.ts';
import type { Facts, ListeningProcess, ProcessEntry, RequestResult, Target } from './facts.ts';

const OUTPUT_LINES = 5;

/** Exit codes by which a shell or npm tells of a child that crashed, or was killed: 128 and the signal's number. */
const CRASHED: Readonly<Record<number, string>> = {
  ...{
    132: 'SIGILL',
    133: 'SIGTRAP',
    134: 'SIGABRT',
    135: 'SIGBUS',
    136: 'SIGFPE',
    137: 'SIGKILL',
    139: 'SIGSEGV',
  },
};

/** Checks of the run itself: the command, the requests, and whether everything arrived. */
export const RUN_CHECKS: readonly Check[] = [
  {
    id: 'command-exit',
    severity: 'error',
    holds: 'The command ended as it should.',
    fails: 'The command did not end as it should.',
    find: commandEnd,
  },
  {
    id: 'requests-answered',
    severity: 'error',
    holds: 'Every request was answered as expected.',
    fails: 'A request was not answered as expected.',
    find: answers,
  },
  {
    id: 'telemetry-received',
    severity: 'error',
    holds: 'Telemetry was received.',
    fails: 'No telemetry of any work was received.',
    find: received,
  },
];

function commandEnd(facts: Facts): Findings {
  const { killed, stoppedBy, signal, code } = facts.command;
  if (killed) return evidence(facts, `it went on after ${stoppedBy} and had to be killed`);
  if (!stoppedBy) {
    if (signal) return evidence(facts, `it died of ${signal}`);
    return code === 0 ? [] : evidence(facts, `it exited with code ${code}`);
  }
  if (signal && signal !== stoppedBy)
    return evidence(facts, `it was sent ${stoppedBy}, but died of ${signal}`);
  const crash = CRASHED[code ?? 0];
  if (crash && crash !== stoppedBy)
    return evidence(
      facts,
      `it was sent ${stoppedBy}, but a process of it died of ${crash} (exit code ${code})`,
    );
  return code === 0 || code === null
    ? []
    : { note: evidence(facts, `it exited with code ${code} after ${stoppedBy}`) };
}

function answers({ command, requests, target, telemetry }: Facts): Findings {
  if (command.notReady !== null) return evidence({ command, telemetry }, command.notReady);
  if (requests.length === 0) return { skip: 'no request was sent' };
  const errors = requests.flatMap(wrongAnswer);
  const warnings = requests.flatMap(clientError);
  const asked = target ? describeTarget(target) : [];
  if (errors.length > 0) return [...errors, ...warnings, ...asked];
  return warnings.length > 0 ? { warn: [...warnings, ...asked] } : { note: asked };
}

/** No answer, one that was not expected, or an error of the server that nobody expected. */
function wrongAnswer({ method, url, status, error, expected }: RequestResult): Evidence[] {
  const request = `${method} ${url}`;
  if (error !== null || status === null) return [{ kind: 'request', text: `${request}: ${error}` }];
  if (expected !== undefined)
    return isExpected(status, expected)
      ? []
      : [{ kind: 'request', text: `${request} was answered with ${status}, not with ${expected}` }];
  return status >= 500 ? [{ kind: 'request', text: `${request} was answered with ${status}` }] : [];
}

/** A path that was misspelt answers with 404, and nothing of the application is seen. */
function clientError({ method, url, status, expected }: RequestResult): Evidence[] {
  if (expected !== undefined || status === null || status < 400 || status >= 500) return [];
  const text = `${method} ${url} was answered with ${status}; where that is right, write "${method} ${pathOf(url)} => ${status}"`;
  return [{ kind: 'request', text }];
}

/** `4xx` is any of them. */
function isExpected(status: number, expected: string): boolean {
  return String(status).replace(/..$/, expected.endsWith('xx') ? 'xx' : '$&') === expected;
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function describeTarget({ port, process, others }: Target): Evidence[] {
  const who = process
    ? describeListening({ ...process, ports: [port] })
    : `port ${port}, which no process of the command has`;
  const beside = others.map(describeListening);
  const also = beside.length > 0 ? `; not asked: ${beside.join(', ')}` : '';
  return [{ kind: 'process', text: `paths went to ${who}${also}`, ...(process && { pid: process.pid }) }];
}

function describeListening({ pid, argv, ports }: ListeningProcess): string {
  return `process ${pid} (${shorten(describeArgv(argv), 60)}) on port ${ports.join(', ')}`;
}

function received({ telemetry, processes, command, requests }: Facts): Findings {
  const { spans, logs, metricPoints } = telemetry;
  const wasAsked = requests.length > 0 || spans.some(({ kind }) => kind === 'server' || kind === 'consumer');
  const { listened = [] } = command;
  if (listened.length > 0 && !wasAsked)
    return listened.map(listening => ({
      kind: 'process',
      text: `${describeListening(listening)} listened and was asked nothing: add --request "/…"`,
      pid: listening.pid,
    }));
  if (spans.length + logs.length + metricPoints.length > 0) return [];
  const silent = processes.map(
    ({ pid, argv, reason }): Evidence => ({
      kind: 'process',
      text: `process ${pid} (${shorten(describeArgv(argv), 60)}): ${reason ?? 'initialized, but recorded nothing'}`,
      pid,
    }),
  );
  return silent.length > 0 ? silent : evidence({ command, telemetry }, 'no Node.js process was seen in it');
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

/** What is the matter with the command, and the error that it died of; its last output where none was received. */
function evidence(
  { command: { argv, lastOutput, stoppedBy, killed }, telemetry }: Pick<Facts, 'command' | 'telemetry'>,
  matter: string,
): Evidence[] {
  const subject = `${shorten(describeArgv(argv))}: ${matter}`;
  const crash = stoppedBy || killed ? undefined : findCrash(telemetry);
  if (crash) return [{ kind: 'command', ...crash, text: `${subject}: ${crash.text}` }];
  const output = lastOutput.slice(-OUTPUT_LINES);
  const said = output.length > 0 ? `; its last output: ${output.join(' ⏎ ')}` : '';
  return [{ kind: 'command', text: `${subject}${shorten(said, 600)}` }];
}
