import type { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type BundledInstrumentation, instrumentations } from 'virtual:instrumentations';
import {
  type Context,
  createNoopMeter,
  type MeterProvider,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
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
import { onOperation } from './await-channels.ts';
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
  /** Functions that leave the channels of a library, by the instrumentation's name. */
  readonly #leave = new Map<string, () => void>();
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
  enableAtStart(env: NodeJS.ProcessEnv, storage: AsyncLocalStorage<Context>): void {
    for (const instrumentation of this.#allowed()) {
      const { name, shortName } = instrumentation;
      const { atStart, channel, published = channel, operations } = POLICIES[shortName] ?? {};
      const listen = () => this.#enable(instrumentation, storage);
      if (operations) this.#leave.set(name, onOperation(operations, storage, listen));
      if (atStart?.(this.#settings, env)) this.#enable(instrumentation);
      if (published) this.#enableOnMessage(instrumentation, published);
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
      const before = this.#enabled.size;
      this.#enable(instrumentation);
      for (const enabled of [...this.#enabled.values()].slice(before))
        (Reflect.get(enabled, handler) as typeof onFirst | undefined)?.call(enabled, message);
    };
    subscribe(name, onFirst);
  }

  /**
   * Enables an instrumentation once: where its library is loaded, or by the library's channels where their first message
   * comes before. The other way is then left, so that no operation has two spans.
   *
   * @param storage given if its spans come from the channels: then nothing is patched
   */
  #enable(
    { part, exportName, name, shortName }: BundledInstrumentation,
    storage?: AsyncLocalStorage<Context>,
  ): void {
    if (this.#stopped || this.#enabled.has(name)) return;
    this.#leave.get(name)?.();
    try {
      const { config, routeOnly, routes, isReplaced, plumbing, database } = setUp(shortName, this.#settings);
      if (routes) this.#enabled.set(routes, construct(routes, 'RouteInstrumentation', {}));
      if (isReplaced) return;
      const instance = construct(part, exportName, { ...config, ...(storage && { enabled: false }) });
      instance.setTracerProvider(routeOnly ? this.#routeOnly() : this.#tracerProvider(plumbing, database));
      instance.setLoggerProvider?.(this.#providers.loggerProvider);
      instance.setMeterProvider(this.#meterProviderOf(name));
      this.#enabled.set(name, instance);
      const tracer: Tracer = Reflect.get(instance, 'tracer');
      if (storage) loadPart('published-databases').tracePublished(shortName, { tracer, storage });
      this.#say('debug', `instrumentation ${name} is on`);
    } catch (error) {
      this.#say('warn', `instrumentation ${name} is off: ${errorMessage(error)}`);
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
