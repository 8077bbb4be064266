import type { RunningCommand } from './command.ts';
import type { TreeWatch } from './tree-watch.ts';

const POLL_MS = 20;

/**
 * The time that processes which outlive the command get to end by themselves before they receive the signal.
 */
const FAREWELL_MS = 3000;

/**
 * Ends the command and everything that it started. The command gets the signal, as from an orchestrator.
 * Processes that outlive it then get the signal, and those that still run after that are killed.
 *
 * @param grace milliseconds from the signal to the kill
 * @param ended whether the command ended
 * @returns whether any process had to be killed
 */
export async function stopCommand(
  command: RunningCommand,
  watch: TreeWatch,
  options: { readonly signal: NodeJS.Signals; readonly grace: number; readonly ended: () => boolean },
): Promise<boolean> {
  const { signal, grace, ended } = options;
  const deadline = Date.now() + grace;
  if (!ended()) command.signal(signal);
  await poll(ended, deadline);
  const isGone = () => ended() && !isAnyAlive(command, watch);
  if (ended() && !(await poll(isGone, Math.min(deadline, Date.now() + FAREWELL_MS))))
    command.signalGroup(signal);
  if (await poll(isGone, deadline)) return false;
  command.signalGroup('SIGKILL');
  await poll(isGone, Date.now() + FAREWELL_MS);
  return true;
}

/** A process that ended but was not reaped still counts for the group, but not for the tree. */
function isAnyAlive(command: RunningCommand, watch: TreeWatch): boolean {
  return command.isGroupAlive() && (!watch.works || watch.look().length > 0);
}

async function poll(isTrue: () => boolean, deadline: number): Promise<boolean> {
  while (!isTrue()) {
    if (Date.now() >= deadline) return false;
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
  return true;
}
