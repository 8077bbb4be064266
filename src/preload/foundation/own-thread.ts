import type { Worker } from 'node:worker_threads';
import { unannounced } from './emit-in-place.ts';
import { withoutPipes } from './without-pipes.ts';

const ownThreads = new WeakSet<Worker>();
let starting = false;

/**
 * Starts a thread that does not belong to the application, so that those who watch for new threads can look away. The
 * thread has to be started with `stdout` and `stderr`: what it prints is read by nobody, and would hold the process
 * open as long as it waits for a reader.
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

/** Whether a thread that was announced is otel-run's own; it may be announced before it is known. */
export function isOwnThread(thread: unknown): boolean {
  return starting || ownThreads.has(thread as Worker);
}
