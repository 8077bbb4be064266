import type { RequestResult, Target } from '../checks/facts.ts';
import { loopbackPort } from '../command-line/request.ts';
import { withoutAuxiliary } from './listening.ts';
import { readReport } from './process-entries.ts';
import { type Readiness, waitUntilReady } from './readiness.ts';
import { atMost, type RunPlan } from './run-plan.ts';
import { send } from './send-request.ts';
import { createSettle } from './settle.ts';
import type { TreeWatch } from './tree-watch.ts';

const PAUSE_MS = 100;

const MOST_WAIT_FOR_REST_MS = 2000;

/**
 * Waits until the application is ready, sends the requests one after the other,
 * and lets the application finish them.
 */
export async function exercise(
  plan: RunPlan,
  watch: TreeWatch,
  over: AbortSignal,
): Promise<{ readiness: Readiness; requests: RequestResult[]; target?: Target | undefined }> {
  const { requests, waitFor, timeout, progress } = plan;
  if (requests.length === 0 && waitFor === undefined)
    return { readiness: { ready: true, baseUrls: [] }, requests: [] };
  progress(`waiting ${waitFor === undefined ? 'until it listens' : `for ${waitFor}`} ${atMost(timeout)}`);
  const settle = createSettle(watch, plan.env, pid => isLauncher(pid, plan.reportFile));
  const deadline = Date.now() + timeout;
  const readiness = await waitUntilReady({ waitFor, requests, deadline, over, settle }, watch);
  if (!readiness.ready) return { readiness, requests: [] };
  const hasPaths = [waitFor, ...requests.map(({ url }) => url)].some(url => url?.startsWith('/'));
  const target = hasPaths ? describeTarget(readiness.baseUrls, watch) : undefined;
  if (target?.process) progress(`paths go to process ${target.process.pid} on port ${target.port}`);
  const results: RequestResult[] = [];
  for (const request of requests) {
    const urls = request.url.startsWith('/')
      ? readiness.baseUrls.map(baseUrl => new URL(request.url, baseUrl).href)
      : [new URL(request.url).href];
    progress(`${request.method} ${urls[0]}`);
    results.push(await send(request, urls, timeout));
  }
  await waitUntilIdle(watch);
  return { readiness, requests: results, target };
}

/** The process that owns the port, and other listening processes. */
function describeTarget([baseUrl = '']: readonly string[], watch: TreeWatch): Target | undefined {
  const port = loopbackPort(baseUrl);
  if (port === undefined || !watch.works) return undefined;
  watch.look();
  const listeners = watch.listeners().map(({ pid, argv, ports }) => ({ pid, argv, ports }));
  const process = listeners.find(({ ports }) => ports.includes(port));
  return { port, process, others: withoutAuxiliary(listeners.filter(listener => listener !== process)) };
}

/** A package manager or a watcher is recognized as a program that starts the work in a child. */
function isLauncher(pid: number, reportFile: string): boolean {
  return readReport(reportFile).some(
    line =>
      line.event === 'decision' && line.pid === pid && line.threadId === 0 && line.decision === 'skipped',
  );
}

/**
 * Work after a response (a listener on `finish`, a log line) also belongs to the request, so the processes
 * get time until they are idle, more on a busy machine.
 */
async function waitUntilIdle(watch: TreeWatch): Promise<void> {
  const deadline = Date.now() + MOST_WAIT_FOR_REST_MS;
  for (let before = ''; Date.now() < deadline; ) {
    const processes = watch.look();
    const now = JSON.stringify(processes.map(({ pid, ticks }) => [pid, ticks]));
    if (now === before && !processes.some(({ state }) => state === 'R')) return;
    before = now;
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}
