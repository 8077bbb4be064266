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

/** The providers as everyone else in the process sees them. */
export type SharedProviders = Pick<Providers, 'tracerProvider' | 'loggerProvider'>;

/**
 * Providers for the whole process, in which a scope that otel-run itself instruments is silent: whoever asks for it
 * there is a second copy of the same instrumentation, started by the application or by another preload, and what it
 * records would double ours.
 */
export function withoutDuplicates(providers: Providers, ownScopes: ReadonlySet<string>): SharedProviders {
  const { tracerProvider, loggerProvider } = providers;
  const silentTracers = new ProxyTracerProvider();
  const silentLogger = createNoopLogger();
  return {
    tracerProvider: {
      getTracer: (name, ...rest) =>
        (ownScopes.has(name) ? silentTracers : tracerProvider).getTracer(name, ...rest),
    },
    loggerProvider: {
      getLogger: (name, ...rest) =>
        ownScopes.has(name) ? silentLogger : loggerProvider.getLogger(name, ...rest),
    },
  };
}
