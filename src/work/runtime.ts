import type { MeterProvider } from '@opentelemetry/api';

/** What the preload does for what applications import: it is found through the global registry of symbols. */
export interface Runtime {
  /** Of otel-run, for the instrumentation scope. */
  readonly version: string;
  /** Resolves when everything that is finished now was delivered or cannot be for now. Never rejects. */
  flush(): Promise<void>;
  /** One line about otel-run itself; nothing in development. */
  warn(message: string): void;
  /** Undefined while metrics are off: nothing is measured then. */
  readonly meterProvider: MeterProvider | undefined;
  /** Tells the preload of the file that calls: its frames are left out of the stack traces of uncaught errors. */
  knowFile?(): void;
  /** Tells the preload that a function caught an error and throws it again: how the error looks then is its affair. */
  passed?(error: unknown, frame: (...values: never[]) => unknown): void;
}

/** Shared by every copy of this code in a thread: the preload's, and those that the application loads. */
const KEY = Symbol.for('otel-run.runtime');

/** Makes the functions that applications import work in this thread. */
export function provideRuntime(runtime: Runtime): void {
  Reflect.set(globalThis, KEY, runtime);
}

/** Whether the preload knows the file that this code is bundled into. */
let isKnown = false;

/** The preload of this thread, undefined where the process runs without otel-run. */
export function findRuntime(): Runtime | undefined {
  const runtime: Runtime | undefined = Reflect.get(globalThis, KEY);
  if (runtime && !isKnown) {
    isKnown = true;
    runtime.knowFile?.();
  }
  return runtime;
}
