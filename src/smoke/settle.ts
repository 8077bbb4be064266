import { chooseListener } from './listening.ts';
import type { TreeWatch } from './tree-watch.ts';

/** Milliseconds that a process gets to start listening after its last activity. */
const MOMENT_MS = 1500;

/** A process that is busy for longer than this is doing something else. */
const MOST_MS = 8000;

/** The port that answers requests, once settled. */
export type Settle = () => number | undefined;

/**
 * Settles which port answers requests. A helper often listens before the server that started it,
 * so the processes between the helper and the command get a moment to listen themselves. The
 * returned function is called repeatedly.
 *
 * @param env the command's
 * @param isLauncher whether a process only starts others
 */
export function createSettle(
  watch: TreeWatch,
  env: Readonly<Record<string, string | undefined>>,
  isLauncher: (pid: number) => boolean,
): Settle {
  let first = 0;
  let quietSince = 0;
  let before = '';
  return () => {
    const chosen = chooseListener(watch.listeners(), env);
    if (!chosen) return undefined;
    const now = Date.now();
    first ||= now;
    const nearer = watch
      .liveNodes()
      .filter(({ pid, depth }) => depth < chosen.listener.depth && !isLauncher(pid));
    const work = nearer.map(({ pid, ticks }) => `${pid}:${ticks}`).join();
    if (work !== before) quietSince = now;
    before = work;
    const isSettled = nearer.length === 0 || now - quietSince >= MOMENT_MS || now - first >= MOST_MS;
    return isSettled ? chosen.port : undefined;
  };
}
