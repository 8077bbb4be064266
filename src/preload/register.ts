import { context, logs, metrics, propagation, trace } from '@opentelemetry/api';
import type { Settings } from '../config/settings.ts';
import { exposeToOldApi } from '../logs/old-api.ts';
import { knowingOwnRequest } from './sdk/own-request.ts';
import { createPropagator } from './sdk/propagation.ts';
import { type Providers, type SharedProviders, withoutDuplicates } from './sdk/providers.ts';
import type { ScopedContextManager } from './sdk/scoped-context.ts';
import { foldFrameworkSpans } from './spans/framework-spans.ts';

/**
 * Registers everything that the API gives to the application and to instrumentations.
 *
 * @returns the providers that it gives to the application
 */
export function register(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  providers: Providers,
  ownScopes: ReadonlySet<string>,
  contextManager: ScopedContextManager,
): SharedProviders {
  const shared = share(settings, providers, ownScopes);
  // A configuration file declares its propagator, and the SDK registers it together with a context manager.
  const propagator = settings.configFile ? undefined : createPropagator(env);
  if (propagator) propagation.setGlobalPropagator(knowingOwnRequest(propagator));
  context.disable();
  context.setGlobalContextManager(contextManager.enable());
  // This copy of the API is bundled: only our own instrumentations use it. A bound function has no own frame.
  context.with = contextManager.with.bind(contextManager);
  trace.setGlobalTracerProvider(shared.tracerProvider);
  logs.setGlobalLoggerProvider(shared.loggerProvider);
  if (settings.ownSdk === 'ours') exposeToOldApi(shared.loggerProvider);
  if (providers.meterProvider) metrics.setGlobalMeterProvider(providers.meterProvider);
  // Some instrumentations ask the API instead of the provider that they were given.
  trace.getTracerProvider = () => providers.tracerProvider;
  logs.getLoggerProvider = () => providers.loggerProvider;
  return shared;
}

/** The providers for the application: they fold framework spans, and drop spans of scopes that are ours. */
function share(settings: Settings, providers: Providers, ownScopes: ReadonlySet<string>): SharedProviders {
  const tracerProvider = foldFrameworkSpans(providers.tracerProvider, settings.enabledInstrumentations);
  return withoutDuplicates({ ...providers, tracerProvider }, ownScopes);
}
