import { monotonicNow } from '../foundation/intrinsics.ts';
import { loadPart } from '../foundation/parts.ts';
import { isClockStill } from './still-clock.ts';

/** Requests of a thread, as the thread that waits for them sees them. */
export interface AwaitedResults {
  /** Counts results, so that a blocked thread can wait for the next one. */
  readonly settled: Int32Array;
  /** Takes the results that have come. */
  readonly read: () => void;
  /** Whether nothing is left to wait for. */
  readonly isOver: () => boolean;
  /** The time of `monotonicNow()` until which to wait, at most. */
  readonly until: () => number;
}

/** Milliseconds of the wait after which `midway` is called. */
const MIDWAY = 1000;

/**
 * Blocks this thread until nothing is left to wait for, or the time is over.
 *
 * @param midway called after a second, or when nothing is left
 */
export function waitForResults(results: AwaitedResults, midway?: () => void): void {
  if (midway) {
    waitUntil(monotonicNow() + MIDWAY, results);
    midway();
  }
  waitUntil(Number.POSITIVE_INFINITY, results);
}

function waitUntil(end: number, { settled, read, isOver, until }: AwaitedResults): void {
  const timeLeft = () => Math.min(end, until()) - monotonicNow();
  if (!isOver() && isClockStill()) {
    loadPart('kernel-time').waitByKernelTime(timeLeft(), () => {
      read();
      return isOver();
    });
    return;
  }
  for (;;) {
    const count = Atomics.load(settled, 0);
    read();
    const left = timeLeft();
    if (isOver() || left <= 0) return;
    Atomics.wait(settled, 0, count, left);
  }
}
