import type { Worker } from 'node:worker_threads';

const ownThreads = new WeakSet<Worker>();
let starting = false;

/**
 * Starts a thread that is no part of the application, so that those who watch for new threads can look away.
 *
 * @throws what starting it throws
 */
export function startOwnThread(start: () => Worker): Worker {
  starting = true;
  try {
    const thread = start();
    ownThreads.add(thread);
    return thread;
  } finally {
    starting = false;
  }
}

/** Whether a thread that was announced is otel-run's own; it may be announced before it is known. */
export function isOwnThread(thread: unknown): boolean {
  return starting || ownThreads.has(thread as Worker);
}
