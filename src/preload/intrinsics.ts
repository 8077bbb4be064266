// What the preload needs of the runtime, taken before the application can replace it. Test tools freeze clocks
// (MockDate, timekeeper), fake timers (sinon, `node:test`), and some applications delete globals.

const hrtime = process.hrtime.bigint;

/**
 * Milliseconds on the clock that the kernel never sets back (`CLOCK_MONOTONIC`). All threads of a process share it, so
 * a time that one thread computes can be compared in another.
 */
export function monotonicNow(): number {
  return Number(hrtime()) / 1e6;
}
