import type { Worker } from 'node:worker_threads';
import { unannounced } from './emit-in-place.ts';
import { withoutPipes } from './without-pipes.ts';

const ownThreads = new WeakSet<Worker>();
let starting = false;

/**
 * Starts one of otel-run's own threads, so that code that watches for new threads can ignore it. Start the
 * thread with `stdout` and `stderr`: nobody reads its output, which would otherwise keep the process open
 * while it waits for a reader.
 *
 * @throws what starting it throws
 */
export function startOwnThread(start: () => Worker): Worker {
  starting = true;
  try {
    const thread = unannounced(() => withoutPipes(start));
    ownThreads.add(thread);
    for (const stream of [thread.stdout, thread.stderr]) stream.destroy();
    return thread;
  } finally {
    starting = false;
  }
}

/** Whether an announced thread is otel-run's own. Node.js may announce it before it is registered here. */
export function isOwnThread(thread: unknown): boolean {
  return starting || ownThreads.has(thread as Worker);
}
