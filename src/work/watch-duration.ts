import { warnOnce } from './warnings.ts';

/** Milliseconds after which a unit of work is probably a loop that never ends. */
export const LONG = 60 * 60 * 1000;

/** The clock; default: the functions of `globalThis`. */
export interface Clock {
  setTimeout(action: () => void, milliseconds: number): { unref?(): unknown };
  clearTimeout(timer: unknown): void;
}

/**
 * Warns once per name when a unit of work has been open for more than an hour, because its span is not sent
 * before it ends. The timer does not keep the process alive.
 *
 * @returns a function that stops watching
 */
export function watchDuration(name: string, clock: Clock = globalThis as unknown as Clock): () => void {
  const timer = clock.setTimeout(() => {
    warnOnce(
      `the unit of work "${name}" has been open for more than an hour, and its span is only exported when it ends: ` +
        'in a loop that never ends, call withWork inside the loop, once per iteration',
    );
  }, LONG);
  timer.unref?.();
  return () => clock.clearTimeout(timer);
}
