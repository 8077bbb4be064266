import { warnOnce } from './warnings.ts';

/** Milliseconds after which a unit of work is probably a loop that never ends. */
export const LONG = 60 * 60 * 1000;

/** What this has of a clock; both are those of `globalThis` by default. */
export interface Clock {
  setTimeout(action: () => void, milliseconds: number): { unref?(): unknown };
  clearTimeout(timer: unknown): void;
}

/**
 * Warns once a name when a unit of work has been open for more than an hour: its span reaches nobody before it ends.
 * Its timer never holds the process open.
 *
 * @returns stops watching
 */
export function watchDuration(name: string, clock: Clock = globalThis as unknown as Clock): () => void {
  const timer = clock.setTimeout(() => {
    warnOnce(
      `the unit of work "${name}" has been open for more than an hour, and its span is only exported when it ends: ` +
        'in a loop that never ends, call withWork inside of the loop, once an iteration',
    );
  }, LONG);
  timer.unref?.();
  return () => clock.clearTimeout(timer);
}
