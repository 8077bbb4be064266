import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type BundledInstrumentation, instrumentations } from 'virtual:instrumentations';
import { createNoopMeter, type MeterProvider, type TracerProvider } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Settings } from '../../config/settings.ts';
import { ROUTED_FRAMEWORKS } from '../../libraries/framework-policy.ts';
import { isEnabled, POLICIES, type Policy } from '../../libraries/instrumentation-policy.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { recordRequestError } from '../errors/request-error.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { loadLibraryPart, loadPart } from '../foundation/parts.ts';
import type { Awaited } from '../hooks/awaited-modules.ts';
import { guardPatches } from '../hooks/guarded-patches.ts';
import type { Providers } from '../sdk/providers.ts';
import { createRouteOnlyProvider } from '../spans/route-only.ts';
import { type Plumbing, withoutPlumbing } from '../spans/without-plumbing.ts';
import { guardWrapped } from './guarded-calls.ts';
import { setUp } from './set-up.ts';

const NO_METERS: MeterProvider = { getMeter: () => createNoopMeter() };

/** The bundled instrumentations of this process. Each loads together with the library that it instruments. */
export class Instrumentations {
  readonly #settings: Settings;
  readonly #providers: Providers;
  readonly #say: Say;
  readonly #enabled = new Map<string, Instrumentation>();
  readonly #meterProviders = new Map<string, MeterProvider>();
  #stopped = false;
  #routeOnlyProvider: TracerProvider | undefined;

  constructor(settings: Settings, providers: Providers, say: Say) {
    this.#settings = settings;
    this.#providers = providers;
    this.#say = say;
  }

  /** The instrumentations that the settings allow, each waiting for its modules. */
  awaited(): Awaited[] {
    return this.#allowed().map(instrumentation => ({
      targets: Object.keys(instrumentation.targets),
      enable: () => this.#enable(instrumentation),
    }));
  }

  /** Enables instrumentations without a module to wait for, or makes them wait for their channel. */
  enableAtStart(env: NodeJS.ProcessEnv): void {
    for (const instrumentation of this.#allowed()) {
      const { atStart, channel } = POLICIES[instrumentation.shortName] ?? {};
      if (atStart?.(this.#settings, env)) this.#enable(instrumentation);
      if (channel) this.#enableOnMessage(instrumentation, channel);
    }
  }

  /** Disables the enabled instrumentations, and enables no others. */
  stop(): void {
    this.#stopped = true;
    for (const instrumentation of this.#enabled.values()) instrumentation.disable();
    this.#enabled.clear();
  }

  #allowed(): BundledInstrumentation[] {
    const all: readonly BundledInstrumentation[] = [...instrumentations, ...ROUTED_FRAMEWORKS];
    return all.filter(({ shortName }) => isEnabled(shortName, this.#settings));
  }

  /** A subscriber that is added while a message is published does not get that message. */
  #enableOnMessage(
    instrumentation: BundledInstrumentation,
    { name, handler }: Required<Policy>['channel'],
  ): void {
    const onFirst = (message: unknown) => {
      unsubscribe(name, onFirst);
      const enabled = this.#enable(instrumentation);
      if (enabled) (Reflect.get(enabled, handler) as (message: unknown) => void).call(enabled, message);
    };
    subscribe(name, onFirst);
  }

  #enable({ part, exportName, name, shortName }: BundledInstrumentation): Instrumentation | undefined {
    if (this.#stopped) return undefined;
    try {
      const { config, routeOnly, routes, isReplaced, plumbing, database } = setUp(shortName, this.#settings);
      if (routes) this.#enabled.set(routes, construct(routes, 'RouteInstrumentation', {}));
      if (isReplaced) return undefined;
      const instance = construct(part, exportName, config);
      instance.setTracerProvider(routeOnly ? this.#routeOnly() : this.#tracerProvider(plumbing, database));
      instance.setLoggerProvider?.(this.#providers.loggerProvider);
      instance.setMeterProvider(this.#meterProviderOf(name));
      this.#enabled.set(name, instance);
      this.#say('debug', `instrumentation ${name} is on`);
      return instance;
    } catch (error) {
      this.#say('warn', `instrumentation ${name} is off: ${errorMessage(error)}`);
      return undefined;
    }
  }

  /**
   * Makes an instrumentation measure with the application's provider, if otel-run does not export metrics.
   */
  measureWith(name: string, provider: MeterProvider): void {
    if (this.#providers.meterProvider) return;
    this.#meterProviders.set(name, provider);
    this.#enabled.get(name)?.setMeterProvider(provider);
  }

  /** While metrics are off, an instrumentation must not find the application's provider by itself. */
  #meterProviderOf(name: string): MeterProvider {
    return this.#providers.meterProvider ?? this.#meterProviders.get(name) ?? NO_METERS;
  }

  #tracerProvider(plumbing: Plumbing | undefined, database: boolean): TracerProvider {
    const { tracerProvider } = this.#providers;
    const provider = database
      ? loadPart('database-conventions').withDatabaseConventions(tracerProvider)
      : tracerProvider;
    return plumbing ? withoutPlumbing(provider, plumbing) : provider;
  }

  #routeOnly(): TracerProvider {
    this.#routeOnlyProvider ??= createRouteOnlyProvider(recordRequestError);
    return this.#routeOnlyProvider;
  }
}

/**
 * Instrumentations whose own failures do no harm, see `scripts/build/own-requests.mjs`: an error passes
 * without being caught.
 */
const GUARDED_WITHIN = ['HttpInstrumentation'];

function construct(part: string, exportName: string, config: object): Instrumentation {
  const exports = loadLibraryPart<Record<string, new (config: object) => Instrumentation>>(part);
  const Constructor = exports[exportName];
  if (!Constructor) throw new Error(`it exports no ${exportName}`);
  guardPatches(Constructor);
  const instrumentation = new Constructor(config);
  if (!GUARDED_WITHIN.includes(exportName)) guardWrapped(instrumentation);
  return instrumentation;
}
