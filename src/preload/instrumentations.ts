import { type BundledInstrumentation, instrumentations } from 'virtual:instrumentations';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Awaited } from './awaited-modules.ts';
import type { Say } from './diagnostics.ts';
import { isEnabled, POLICIES } from './instrumentation-policy.ts';
import { loadPart } from './parts.ts';
import type { Providers } from './providers.ts';
import type { Settings } from './settings.ts';

/** The bundled instrumentations of this process: loaded one by one, when what they instrument is. */
export class Instrumentations {
  readonly #settings: Settings;
  readonly #providers: Providers;
  readonly #say: Say;
  readonly #enabled: Instrumentation[] = [];
  #stopped = false;

  constructor(settings: Settings, providers: Providers, say: Say) {
    this.#settings = settings;
    this.#providers = providers;
    this.#say = say;
  }

  /** Those that the settings allow, each waiting for its modules. */
  awaited(): Awaited[] {
    return this.#allowed().map(instrumentation => ({
      targets: Object.keys(instrumentation.targets),
      enable: () => this.#enable(instrumentation),
    }));
  }

  /** Enables those that have no module to wait for. */
  enableAtStart(env: NodeJS.ProcessEnv): void {
    const atStart = this.#allowed().filter(({ shortName }) =>
      POLICIES[shortName]?.atStart?.(this.#settings, env),
    );
    for (const instrumentation of atStart) this.#enable(instrumentation);
  }

  /** Takes back what was enabled and enables nothing more. */
  stop(): void {
    this.#stopped = true;
    for (const instrumentation of this.#enabled.splice(0)) instrumentation.disable();
  }

  #allowed(): BundledInstrumentation[] {
    return instrumentations.filter(({ shortName }) => isEnabled(shortName, this.#settings));
  }

  #enable({ part, exportName, name, shortName }: BundledInstrumentation): void {
    if (this.#stopped) return;
    try {
      const exports = loadPart<Record<string, new (config: object) => Instrumentation>>(part);
      const Constructor = exports[exportName];
      if (!Constructor) throw new Error(`it exports no ${exportName}`);
      const instance = new Constructor({ ...POLICIES[shortName]?.config?.(this.#settings) });
      instance.setTracerProvider(this.#providers.tracerProvider);
      instance.setLoggerProvider?.(this.#providers.loggerProvider);
      if (this.#providers.meterProvider) instance.setMeterProvider(this.#providers.meterProvider);
      this.#enabled.push(instance);
      this.#say('debug', `instrumentation ${name} is on`);
    } catch (error) {
      this.#say('warn', `instrumentation ${name} is off: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** The names of the instrumentations that the settings allow: scopes that only our own instances may write to. */
export function enabledNames(settings: Settings): ReadonlySet<string> {
  return new Set(
    instrumentations.filter(({ shortName }) => isEnabled(shortName, settings)).map(({ name }) => name),
  );
}
