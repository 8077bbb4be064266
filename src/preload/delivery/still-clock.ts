import { monotonicNow } from '../foundation/intrinsics.ts';

/** Reads of a clock within which any clock that runs moves on. */
const READS = 1000;

/** Whether the clock of the process stands still, as libfaketime makes it: no wait with a limit would end. */
export function isClockStill(): boolean {
  const start = monotonicNow();
  for (let read = 0; read < READS; read++) if (monotonicNow() !== start) return false;
  return true;
}
