import { readFileSync } from '../foundation/intrinsics.ts';

/** Waits for at most some milliseconds of the kernel's time, which nothing in the process can stop. */
export function waitByKernelTime(milliseconds: number, isOver: () => boolean): void {
  const limit = kernelMillis() + milliseconds;
  while (!isOver() && kernelMillis() < limit);
}

/** If the kernel writes no time, the time that the process has computed. */
function kernelMillis(): number {
  try {
    return Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) * 1000;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}
