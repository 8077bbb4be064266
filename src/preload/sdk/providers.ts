import {
  type Context,
  createNoopLogger,
  type LoggerProvider,
  type MeterProvider,
  ProxyTracerProvider,
  type SpanOptions,
  type TracerProvider,
} from '@opentelemetry/api';
import { withoutPlumbing } from '../spans/without-plumbing.ts';

/** What telemetry is made with in this process. */
export interface Providers {
  readonly tracerProvider: TracerProvider;
  readonly loggerProvider: LoggerProvider;
  /** Undefined while metrics are off: an application's own meter provider is then left alone. */
  readonly meterProvider: MeterProvider | undefined;
  /** Told of the context of an error that ends the process; undefined where nobody has to know. */
  readonly failed?: ((active: Context) => void) | undefined;
}

/** The providers as everyone else in the process sees them. */
export type SharedProviders = Pick<Providers, 'tracerProvider' | 'loggerProvider'>;

/** Scopes of Sentry's SDK: all that it records itself, and what the application names by it. */
const SENTRY = /^@sentry\//;

/**
 * Whether a span of Sentry's was not named by the application: a request, a query, a layer of a framework, which ours
 * record. What it knows of language models, ours do not.
 */
function isMadeBySentry(_name: string, { attributes = {} }: SpanOptions): boolean {
  return /^auto\.(?!ai\.|vercelai)/.test(String(attributes['sentry.origin']));
}

/**
 * Providers for the whole process, in which a scope that otel-run itself instruments is silent: whoever asks for it
 * there is a second copy of the same instrumentation, started by the application or by another preload, and what it
 * records would double ours.
 */
export function withoutDuplicates(providers: Providers, ownScopes: ReadonlySet<string>): SharedProviders {
  const { tracerProvider, loggerProvider } = providers;
  const silentTracers = new ProxyTracerProvider();
  const ofSentry = withoutPlumbing(tracerProvider, { isPlumbing: isMadeBySentry });
  const silentLogger = createNoopLogger();
  return {
    tracerProvider: {
      getTracer(name, ...rest) {
        const scope = scopeName(name);
        const provider = ownScopes.has(scope)
          ? silentTracers
          : SENTRY.test(scope)
            ? ofSentry
            : tracerProvider;
        return provider.getTracer(scope, ...rest);
      },
    },
    loggerProvider: {
      getLogger(name, ...rest) {
        const scope = scopeName(name);
        return ownScopes.has(scope) ? silentLogger : loggerProvider.getLogger(scope, ...rest);
      },
    },
  };
}

/** Without an SDK anything is a name. The SDK gives one to a scope that has none. */
function scopeName(name: unknown): string {
  return typeof name === 'string' ? name : '';
}
