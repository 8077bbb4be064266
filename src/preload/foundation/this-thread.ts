import { isLoaded, laterModule } from './later-modules.ts';
import { isCertainlyMainThread } from './main-thread.ts';

/** Whether this is the main thread of its process. */
export const isMainThread: boolean = isCertainlyMainThread() || laterModule('worker_threads').isMainThread;

/** Identifies this thread in its process: 0 is the main thread. */
export const threadId: number = isMainThread ? 0 : laterModule('worker_threads').threadId;

/** What a thread was started with; undefined in the main thread. */
export function workerData(): unknown {
  return isMainThread ? undefined : laterModule('worker_threads').workerData;
}

/** Whether Node.js itself started this thread, for hooks into its modules: there is nobody to talk to. */
export function isHooksThread(): boolean {
  return !isMainThread && laterModule('worker_threads').parentPort === null;
}

/**
 * A value that reaches this thread and all that it starts.
 *
 * @returns undefined in a main thread that has not loaded `node:worker_threads`, without which nobody can set a value
 */
export function environmentData(key: string): unknown {
  if (isMainThread && !isLoaded('worker_threads')) return undefined;
  return laterModule('worker_threads').getEnvironmentData(key);
}

/** Sets a value for this thread and all that it starts. */
export function setEnvironmentData(key: string, value: unknown): void {
  laterModule('worker_threads').setEnvironmentData(key, value as never);
}
