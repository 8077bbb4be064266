import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, LoggerProvider, MeterProvider, TracerProvider } from '@opentelemetry/api';
import type { Settings } from '../../config/settings.ts';

/** What a library's part is given. */
export interface SetUp {
  readonly name: string;
  /** Packages and built-in modules, with the versions that the part supports. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  readonly settings: Settings;
  readonly tracerProvider: TracerProvider;
  readonly loggerProvider: LoggerProvider;
  /** Undefined while metrics are off. */
  readonly meterProvider: MeterProvider | undefined;
  /** Where the active context is kept: what a diagnostics channel binds to run something in another one. */
  readonly storage: AsyncLocalStorage<Context>;
}

/** What the file of a library exports. */
export interface LibraryPart {
  /** Called once, just before the first of the library's modules loads. */
  enable(setUp: SetUp): void;
}
