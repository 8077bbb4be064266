import { monotonicNow } from '../foundation/intrinsics.ts';
import { environmentData, isMainThread, setEnvironmentData, threadId } from '../foundation/this-thread.ts';

/** The env guard: names the initialized thread, where a second preload of the same process sees it. */
export const GUARD_VARIABLE = 'OTEL_RUN_INITIALIZED';

/** Environment data reaches the worker threads of a process but, unlike a variable, not its children. */
const SKIPPED = 'otel-run.skipped';

const MARKER = Symbol.for('otel-run.initialized');

/** Milliseconds between two reads of the start of one process. A program takes longer to become another one. */
const SAME_START = 2;

/**
 * Identifies this thread of this process: by its pid, its thread, and when the process started, in milliseconds of the
 * kernel's monotonic clock. A pid is not enough: pids are reused, a container's first process always has pid 1, and
 * worker threads share the pid of their process.
 */
export function identity(): string {
  return `${process.pid}:${threadId}:${(monotonicNow() - process.uptime() * 1000).toFixed(3)}`;
}

/** Whether this thread was already initialized. A value inherited from a parent process does not count. */
export function isInitialized(env: NodeJS.ProcessEnv, self = identity()): boolean {
  return [...guardEntries(env), Reflect.get(globalThis, MARKER)].some(entry => isSame(entry, self));
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
  return environmentData(SKIPPED) === true;
}

function guardEntries(env: NodeJS.ProcessEnv): string[] {
  return env[GUARD_VARIABLE]?.split(',') ?? [];
}

function isSame(entry: unknown, self: string): boolean {
  if (typeof entry !== 'string') return false;
  const [[pid, thread, start], [ownPid, ownThread, ownStart]] = [entry.split(':'), self.split(':')];
  return pid === ownPid && thread === ownThread && Math.abs(Number(start) - Number(ownStart)) < SAME_START;
}
