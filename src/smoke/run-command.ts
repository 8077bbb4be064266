import type { CommandResult, ProcessEntry, RequestResult, Target } from '../checks/facts.ts';
import { loopbackPort, type SmokeRequest } from '../command-line/request.ts';
import type { Command } from '../launch/plan.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { type CommandSurroundings, type RunningCommand, startCommand } from './command.ts';
import { withoutAuxiliary } from './listening.ts';
import { readReport, toProcessEntries } from './process-entries.ts';
import { type Readiness, waitUntilReady } from './readiness.ts';
import { send } from './send-request.ts';
import { createSettle } from './settle.ts';
import { stopCommand } from './stop.ts';
import { type TreeWatch, watchTree } from './tree-watch.ts';

/** What to run and how. */
export interface RunPlan extends CommandSurroundings {
  readonly command: Command;
  /** The file that `env` tells the processes to report to. */
  readonly reportFile: string;
  readonly requests: readonly SmokeRequest[];
  readonly waitFor: string | undefined;
  /** Milliseconds until the application has to be ready, for each answer, and for a job to end. */
  readonly timeout: number;
  readonly stopSignal: NodeJS.Signals;
  /** Gets a line on what is going on. */
  readonly progress: (line: string) => void;
  /** Ends the run early; what has arrived is judged all the same. */
  readonly interrupted: AbortSignal;
}

/** What became of the command, or why it could not be started. */
export type Ran =
  | { readonly kind: 'not-started'; readonly errorCode: string }
  | {
      readonly kind: 'ran';
      readonly command: CommandResult;
      readonly requests: readonly RequestResult[];
      readonly target: Target | undefined;
      readonly processes: readonly ProcessEntry[];
    };

/** The most that a command gets to end after the signal. */
const MOST_GRACE_MS = 10_000;

const QUIET_MS = 100;

const MOST_WAIT_FOR_QUIET_MS = 2000;

/** Runs the command: ready, requests, signal, until every process of it is gone and what it sent is in. */
export async function runCommand(plan: RunPlan, receiver: Pick<Receiver, 'requests'>): Promise<Ran> {
  const running = startCommand(plan.command, plan);
  const over = new AbortController();
  const end = running.ended.then(result => {
    over.abort(`it ended before it was ready (${result.signal ?? `exit code ${result.code}`})`);
    return result;
  });
  const interrupt = () => over.abort('it was interrupted');
  plan.interrupted.addEventListener('abort', interrupt);
  if (plan.interrupted.aborted) interrupt();
  const watch = watchTree(running.pid);
  const started = Date.now();
  try {
    const { readiness, requests, target } = await exercise(plan, watch, over.signal);
    const { stoppedBy, killed, listened } = await finish(plan, running, watch, over.signal);
    const { code, signal, startError } = await end;
    if (startError !== null) return { kind: 'not-started', errorCode: startError };
    const durationMs = Date.now() - started;
    await waitUntilQuiet(receiver);
    const notReady = readiness.ready ? null : readiness.reason;
    return {
      kind: 'ran',
      command: {
        argv: [plan.command.file, ...plan.command.arguments],
        ...{ code, signal, stoppedBy, killed, notReady },
        lastOutput: running.lastOutput(),
        ...{ listened, durationMs },
      },
      ...{ requests, target },
      processes: toProcessEntries({
        lines: readReport(plan.reportFile),
        seen: watch.nodeProcesses(),
        listening: new Set(portsOf(requests).flatMap(port => [...(watch.ports.get(port) ?? [])])),
      }),
    };
  } finally {
    watch.stop();
    plan.interrupted.removeEventListener('abort', interrupt);
  }
}

/** Waits until the application is ready, sends the requests one after the other, and lets it finish them. */
async function exercise(
  plan: RunPlan,
  watch: TreeWatch,
  over: AbortSignal,
): Promise<{ readiness: Readiness; requests: RequestResult[]; target?: Target | undefined }> {
  const { requests, waitFor, timeout, progress } = plan;
  if (requests.length === 0 && waitFor === undefined)
    return { readiness: { ready: true, baseUrl: '' }, requests: [] };
  progress(`waiting ${waitFor === undefined ? 'until it listens' : `for ${waitFor}`} ${atMost(timeout)}`);
  const settle = createSettle(watch, plan.env, pid => isLauncher(pid, plan.reportFile));
  const deadline = Date.now() + timeout;
  const readiness = await waitUntilReady({ waitFor, requests, deadline, over, settle }, watch);
  if (!readiness.ready) return { readiness, requests: [] };
  const hasPaths = [waitFor, ...requests.map(({ url }) => url)].some(url => url?.startsWith('/'));
  const target = hasPaths ? describeTarget(readiness.baseUrl, watch) : undefined;
  if (target?.process) progress(`paths go to process ${target.process.pid} on port ${target.port}`);
  const results: RequestResult[] = [];
  for (const request of requests) {
    const url = new URL(request.url, readiness.baseUrl).href;
    progress(`${request.method} ${url}`);
    results.push(await send(request, url, timeout));
  }
  await waitUntilIdle(watch);
  return { readiness, requests: results, target };
}

/** Whose port it is, and who else listens. */
function describeTarget(baseUrl: string, watch: TreeWatch): Target | undefined {
  const port = loopbackPort(baseUrl);
  if (port === undefined || !watch.works) return undefined;
  watch.look();
  const listeners = watch.listeners().map(({ pid, argv, ports }) => ({ pid, argv, ports }));
  const process = listeners.find(({ ports }) => ports.includes(port));
  return { port, process, others: withoutAuxiliary(listeners.filter(listener => listener !== process)) };
}

/** A package manager or a watcher says of itself that it starts the work in a child. */
function isLauncher(pid: number, reportFile: string): boolean {
  return readReport(reportFile).some(
    line =>
      line.event === 'decision' && line.pid === pid && line.threadId === 0 && line.decision === 'skipped',
  );
}

function atMost(ms: number): string {
  return `(at most ${ms / 1000} s)`;
}

/** A job runs to its end or its time is over; a server is stopped. */
async function finish(plan: RunPlan, running: RunningCommand, watch: TreeWatch, over: AbortSignal) {
  let ended = false;
  const end = running.ended.then(() => {
    ended = true;
  });
  if (plan.requests.length === 0 && plan.waitFor === undefined) {
    plan.progress(`waiting until it ends ${atMost(plan.timeout)}; Ctrl-C stops it and reports`);
    await endOrTimeout(end, plan.timeout, over);
  }
  await Promise.race([end, Promise.resolve()]);
  const stoppedBy = ended ? null : plan.stopSignal;
  if (!ended) watch.look();
  const listened = ended
    ? []
    : withoutAuxiliary(watch.listeners().map(({ pid, argv, ports }) => ({ pid, argv, ports })));
  if (stoppedBy) plan.progress(`sending ${stoppedBy}`);
  const grace = Math.min(plan.timeout, MOST_GRACE_MS);
  const killed = await stopCommand(running, watch, { signal: plan.stopSignal, grace, ended: () => ended });
  return { stoppedBy: killed ? plan.stopSignal : stoppedBy, killed, listened };
}

function endOrTimeout(end: Promise<void>, timeout: number, over: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, timeout);
    over.addEventListener('abort', () => resolve(), { once: true });
    if (over.aborted) resolve();
    void end.then(resolve);
    void end.then(() => clearTimeout(timer));
  });
}

/**
 * What follows a response (a listener on `finish`, a log line) belongs to the request too, so the processes get time
 * until they rest, more on a busy machine.
 */
async function waitUntilIdle(watch: TreeWatch): Promise<void> {
  const deadline = Date.now() + MOST_WAIT_FOR_QUIET_MS;
  for (let before = ''; Date.now() < deadline; ) {
    const processes = watch.look();
    const now = JSON.stringify(processes.map(({ pid, ticks }) => [pid, ticks]));
    if (now === before && !processes.some(({ state }) => state === 'R')) return;
    before = now;
    await new Promise(resolve => setTimeout(resolve, QUIET_MS));
  }
}

/** A process that is gone has had its answers; a request that it did not wait for may still come in. */
async function waitUntilQuiet({ requests }: Pick<Receiver, 'requests'>): Promise<void> {
  const deadline = Date.now() + MOST_WAIT_FOR_QUIET_MS;
  for (let before = -1; before !== requests.length && Date.now() < deadline; ) {
    before = requests.length;
    await new Promise(resolve => setTimeout(resolve, QUIET_MS));
  }
}

function portsOf(requests: readonly RequestResult[]): number[] {
  return requests.flatMap(({ url }) => loopbackPort(url) ?? []);
}
