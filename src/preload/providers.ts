import {
  createNoopLogger,
  type LoggerProvider,
  type MeterProvider,
  ProxyTracerProvider,
  type TracerProvider,
} from '@opentelemetry/api';

/** What telemetry is made with in this process. */
export interface Providers {
  readonly tracerProvider: TracerProvider;
  readonly loggerProvider: LoggerProvider;
  /** Undefined while metrics are off: an application's own meter provider is then left alone. */
  readonly meterProvider: MeterProvider | undefined;
}

/**
 * The tracer provider that the whole process sees. A scope that otel-run itself instruments gets a tracer that
 * records nothing: whoever asks for it here is a second copy of the same instrumentation, started by the
 * application or by another preload, and its spans would double ours.
 */
export function withoutDuplicateTracers(own: TracerProvider, ownScopes: ReadonlySet<string>): TracerProvider {
  const silent = new ProxyTracerProvider();
  return {
    getTracer: (name, version, options) =>
      (ownScopes.has(name) ? silent : own).getTracer(name, version, options),
  };
}

/** The same for log records. */
export function withoutDuplicateLoggers(own: LoggerProvider, ownScopes: ReadonlySet<string>): LoggerProvider {
  const silent = createNoopLogger();
  return {
    getLogger: (name, version, options) =>
      ownScopes.has(name) ? silent : own.getLogger(name, version, options),
  };
}
