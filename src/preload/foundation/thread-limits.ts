import { readdirSync, readFileSync, statSync } from 'node:fs';
import { assertDescriptorsLeft } from './thread-needs.ts';

/** More than a delivery thread opens, together with a connection. */
const DESCRIPTORS = 10;

/** More KiB of addresses than a thread reserves, with as many for the application. */
const ADDRESSES = 2 * 2 ** 20;

/** What libuv starts with the first look-up of a name or the first asynchronous use of a file. */
const THREAD_POOL = 4;

/**
 * Under a low limit, a thread of otel-run must not take what the application will need: V8 aborts the process for want of
 * addresses, and libuv for want of threads.
 *
 * @param limits `/proc/self/limits`
 * @throws if too little is left
 */
export function assertWithinLimits(limits: string): void {
  const processes = soft(limits, 'processes');
  // The limit does not hold for root.
  if (process.getuid?.() !== 0 && processes - threadsOfUser() <= 1 + threadPool())
    throw new Error(`the limit of ${processes} threads leaves none`);
  if (soft(limits, 'address space') / 1024 - addresses() < ADDRESSES)
    throw new Error('too little address space is left for a thread');
  assertDescriptorsLeft(DESCRIPTORS);
}

/** Infinite if it is `unlimited`. */
function soft(limits: string, name: string): number {
  const title = `Max ${name}`;
  const line = limits.split('\n').find(one => one.startsWith(title)) ?? '';
  const limit = Number.parseInt(line.slice(title.length), 10);
  return Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit;
}

function threadPool(): number {
  return Number(process.env.UV_THREADPOOL_SIZE) || THREAD_POOL;
}

/** The threads of all processes of this user, which the limit counts. */
function threadsOfUser(): number {
  const user = process.getuid?.();
  let threads = 0;
  for (const name of readdirSync('/proc')) {
    try {
      if (/^\d+$/.test(name) && statSync(`/proc/${name}`).uid === user)
        threads += readdirSync(`/proc/${name}/task`).length;
    } catch {
      // It has ended, or nobody may look at it.
    }
  }
  return threads;
}

/** KiB of addresses that this process uses. */
function addresses(): number {
  return Number(/^VmSize:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]);
}
