import type { Check, Evidence, Findings } from './check.ts';
import { findCrash } from './crash.ts';
import { describeArgv, shorten } from './evidence.ts';
import type { Facts, ListeningProcess, RequestResult, Target } from './facts.ts';

const OUTPUT_LINES = 5;

/**
 * Exit codes with which a shell or npm reports that a child crashed or was
 * killed: 128 plus the signal's number.
 */
const CRASHED: Readonly<Record<number, string>> = {
  132: 'SIGILL',
  133: 'SIGTRAP',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
};

/** Checks of the run itself: the command, the requests, and whether everything arrived. */
export const RUN_CHECKS: readonly Check[] = [
  {
    id: 'command-exit',
    severity: 'error',
    holds: 'The command ended as expected.',
    fails: 'The command did not end as expected.',
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
  if (killed) return evidence(facts, `it kept running after ${stoppedBy} and had to be killed`);
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
      `it was sent ${stoppedBy}, but one of its processes died of ${crash} (exit code ${code})`,
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

/** No answer, an unexpected answer, or an unexpected server error. */
function wrongAnswer({ method, url, status, error, expected }: RequestResult): Evidence[] {
  const request = `${method} ${url}`;
  if (error !== null || status === null) return [{ kind: 'request', text: `${request}: ${error}` }];
  if (expected !== undefined)
    return isExpected(status, expected)
      ? []
      : [{ kind: 'request', text: `${request} was answered with ${status}, not with ${expected}` }];
  return status >= 500 ? [{ kind: 'request', text: `${request} was answered with ${status}` }] : [];
}

/** A misspelt path answers with 404, and the application's work is not seen. */
function clientError({ method, url, status, expected }: RequestResult): Evidence[] {
  if (expected !== undefined || status === null || status < 400 || status >= 500) return [];
  const text = `${method} ${url} was answered with ${status}; if that is right, write "${method} ${pathOf(url)} => ${status}"`;
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
    : `port ${port}, which belongs to no process of the command`;
  const beside = others.map(describeListening);
  const also = beside.length > 0 ? `; without requests: ${beside.join(', ')}` : '';
  return [{ kind: 'process', text: `paths went to ${who}${also}`, ...(process && { pid: process.pid }) }];
}

function describeListening({ pid, argv, ports }: ListeningProcess): string {
  return `process ${pid} (${shorten(describeArgv(argv), 60)}) on port ${ports.join(', ')}`;
}

function received({ telemetry, processes, command, requests }: Facts): Findings {
  const { spans, logs, metricPoints } = telemetry;
  const wasAsked = requests.length > 0 || spans.some(({ kind }) => kind === 'server' || kind === 'consumer');
  const { listened = [] } = command;
  // A command that was never ready fails requests-answered, with the reason.
  if (listened.length > 0 && !wasAsked && command.notReady === null)
    return listened.map(listening => ({
      kind: 'process',
      text: `${describeListening(listening)} listened but got no requests: add --request "/…"`,
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
  return silent.length > 0 ? silent : evidence({ command, telemetry }, 'it ran no Node.js process');
}

/** The problem with the command, and the error that ended it, or its last output if no error was received. */
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
