import type { RunningCommand } from './command.ts';
import { withoutAuxiliary } from './listening.ts';
import { atMost, type RunPlan } from './run-plan.ts';
import { stopCommand } from './stop.ts';
import type { TreeWatch } from './tree-watch.ts';

/** The time that a command has to end after the signal. */
const MOST_GRACE_MS = 10_000;

/** A job runs to its end or to its timeout; a server is stopped. */
export async function finish(plan: RunPlan, running: RunningCommand, watch: TreeWatch, over: AbortSignal) {
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
