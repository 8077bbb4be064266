import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, LoggerProvider, MeterProvider, TracerProvider } from '@opentelemetry/api';
import type { Settings } from '../../config/settings.ts';

/** The arguments of a library's part. */
export interface SetUp {
  readonly name: string;
  /** Packages and built-in modules, with the versions that the part supports. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  readonly settings: Settings;
  readonly tracerProvider: TracerProvider;
  readonly loggerProvider: LoggerProvider;
  /** Undefined while metrics are off. */
  readonly meterProvider: MeterProvider | undefined;
  /**
   * The storage of the active context: a diagnostics channel binds it to run something in another context.
   */
  readonly storage: AsyncLocalStorage<Context>;
}

/** The exports of a library's file. */
export interface LibraryPart {
  /** Called once, just before the first of the library's modules loads. */
  enable(setUp: SetUp): void;
}
