import { performance } from 'node:perf_hooks';
import { getEnvironmentData, isMainThread, setEnvironmentData, threadId } from 'node:worker_threads';

/** The env guard: names the initialized thread, where a second preload of the same process sees it. */
export const GUARD_VARIABLE = 'OTEL_RUN_INITIALIZED';

/** Environment data reaches the worker threads of a process but, unlike a variable, not its children. */
const SKIPPED = 'otel-run.skipped';

const MARKER = Symbol.for('otel-run.initialized');

/**
 * Identifies this thread of this process. A pid is not enough: pids are reused, a container's first process
 * always has pid 1, and worker threads share the pid of their process.
 */
export function identity(): string {
  return `${process.pid}:${threadId}:${performance.timeOrigin}`;
}

/** Whether this thread was already initialized. A value inherited from a parent process does not count. */
export function isInitialized(env: NodeJS.ProcessEnv, self = identity()): boolean {
  return guardEntries(env).includes(self) || Reflect.get(globalThis, MARKER) === self;
}

/**
 * Whether otel-run initialized in this process's main thread, so that a worker thread can deliver through it.
 */
export function isMainThreadInitialized(env: NodeJS.ProcessEnv): boolean {
  return guardEntries(env).some(entry => entry.startsWith(`${process.pid}:0:`));
}

/** Records that this thread is initialized, in the environment and in the process itself. */
export function markInitialized(env: NodeJS.ProcessEnv, self = identity()): void {
  const ofThisProcess = guardEntries(env).filter(entry => entry.startsWith(`${process.pid}:`));
  env[GUARD_VARIABLE] = threadId === 0 ? self : [...ofThisProcess, self].join(',');
  Object.defineProperty(globalThis, MARKER, { value: self, configurable: true });
}

/** Records that otel-run leaves this process alone, so that its worker threads are left alone too. */
export function markSkipped(): void {
  if (isMainThread) setEnvironmentData(SKIPPED, true);
}

/** Whether otel-run left the main thread of this process alone. */
export function isMainThreadSkipped(): boolean {
  return getEnvironmentData(SKIPPED) === true;
}

function guardEntries(env: NodeJS.ProcessEnv): string[] {
  return env[GUARD_VARIABLE]?.split(',') ?? [];
}
