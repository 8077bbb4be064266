import type { MeterProvider } from '@opentelemetry/api';

/**
 * The preload's functions behind those that applications import, found
 * through the global registry of symbols.
 */
export interface Runtime {
  /** The version of otel-run, for the instrumentation scope. */
  readonly version: string;
  /**
   * Resolves when all currently finished telemetry was delivered or cannot be
   * delivered at present. Never rejects.
   */
  flush(): Promise<void>;
  /** Prints one line about otel-run itself; nothing in development. */
  warn(message: string): void;
  /** Undefined while metrics are off, when nothing is measured. */
  readonly meterProvider: MeterProvider | undefined;
  /**
   * Tells the preload about the calling file, so that its frames are left out of
   * the stack traces of uncaught errors.
   */
  knowFile?(): void;
  /**
   * Tells the preload that a function caught an error and throws it again, so that the
   * preload restores the error's look.
   */
  passed?(error: unknown, frame: (...values: never[]) => unknown): void;
}

/** Shared by every copy of this code in a thread: the preload's, and those that the application loads. */
const KEY = Symbol.for('otel-run.runtime');

/** Activates, in this thread, the functions that applications import. */
export function provideRuntime(runtime: Runtime): void {
  Reflect.set(globalThis, KEY, runtime);
}

/** Whether the preload knows the file that this code is bundled into. */
let isKnown = false;

/** The preload of this thread, undefined if the process runs without otel-run. */
export function findRuntime(): Runtime | undefined {
  const runtime: Runtime | undefined = Reflect.get(globalThis, KEY);
  if (runtime && !isKnown) {
    isKnown = true;
    runtime.knowFile?.();
  }
  return runtime;
}
