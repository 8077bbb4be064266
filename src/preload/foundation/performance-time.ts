import { laterModule } from './later-modules.ts';

/** Milliseconds that no process runs: a greater time counts from 1970. */
const LONGEST_RUN = 1e11;

/** Milliseconds by which two reads of both clocks may differ. */
const JITTER = 1;

let shift = Number.NaN;

/**
 * A time that the application has from its `performance.now()`, on the clock of the preload: there, `performance` counts
 * from the preload's start (see `intrinsics.ts`).
 *
 * @param time milliseconds, of either clock
 * @returns milliseconds of the preload's clock; undefined for a time since 1970
 */
export function ownTime(time: number): number | undefined {
  if (!(time < LONGEST_RUN)) return undefined;
  try {
    // Whatever the application has made of its clock.
    const now = performance.now() - laterModule('perf_hooks').performance.now();
    // Kept, so that durations stay exact.
    if (!(Math.abs(now - shift) < JITTER)) shift = now;
    return time + shift;
  } catch {
    return time;
  }
}
