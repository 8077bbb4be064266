import { monotonicNow, readFileSync } from '../foundation/intrinsics.ts';

/** Reads of a clock within which any clock that runs moves on. */
const READS = 1000;

/** Whether the clock of the process stands still, as libfaketime makes it: no wait with a limit would end. */
export function isClockStill(): boolean {
  const start = monotonicNow();
  for (let read = 0; read < READS; read++) if (monotonicNow() !== start) return false;
  return true;
}

/** Waits for at most some milliseconds of the kernel's time, which nothing in the process can stop. */
export function waitByKernelTime(milliseconds: number, isOver: () => boolean): void {
  const limit = kernelMillis() + milliseconds;
  while (!isOver() && kernelMillis() < limit);
}

/** Where the kernel writes no time, that which the process has computed. */
function kernelMillis(): number {
  try {
    return Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) * 1000;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}
