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
import { forgivingLogger } from './forgiving-logger.ts';

/** The sources of telemetry in this process. */
export interface Providers {
  readonly tracerProvider: TracerProvider;
  readonly loggerProvider: LoggerProvider;
  /** Undefined while metrics are off: then an application's own meter provider is left alone. */
  readonly meterProvider: MeterProvider | undefined;
  /** Told the context of an error that ends the process; undefined if nobody needs it. */
  readonly failed?: ((active: Context) => void) | undefined;
}

/** The providers as all other code in the process sees them. */
export type SharedProviders = Pick<Providers, 'tracerProvider' | 'loggerProvider'>;

/** Scopes of Sentry's SDK: what it records itself, and what the application names with it. */
const SENTRY = /^@sentry\//;

/**
 * Whether Sentry created a span, not the application: a request, a query or a layer of a framework, which
 * ours record. Ours do not have Sentry's data about language models.
 */
function isMadeBySentry(_name: string, { attributes = {} }: SpanOptions): boolean {
  return /^auto\.(?!ai\.|vercelai)/.test(String(attributes['sentry.origin']));
}

/**
 * Providers for the entire process that are silent for scopes that otel-run instruments itself. Such a scope
 * belongs to a second copy of the same instrumentation, started by the application or by another preload, and
 * its telemetry would duplicate ours.
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
        return ownScopes.has(scope)
          ? silentLogger
          : forgivingLogger(loggerProvider.getLogger(scope, ...rest));
      },
    },
  };
}

/** Without an SDK, any value works as a name. The SDK names a scope that has none. */
function scopeName(name: unknown): string {
  return typeof name === 'string' ? name : '';
}
