import { type BundledInstrumentation, instrumentations } from 'virtual:instrumentations';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Say } from './diagnostics.ts';
import { isEnabled, POLICIES } from './instrumentation-policy.ts';
import { loadPart } from './parts.ts';
import type { Providers } from './providers.ts';
import type { Settings } from './settings.ts';

/** Instrumentations that wait for their target, by the package or built-in module that they wait for. */
export class Instrumentations {
  readonly #settings: Settings;
  readonly #providers: Providers;
  readonly #say: Say;
  readonly #waiting = new Map<string, BundledInstrumentation[]>();

  constructor(settings: Settings, providers: Providers, say: Say) {
    this.#settings = settings;
    this.#providers = providers;
    this.#say = say;
    for (const instrumentation of instrumentations) {
      if (!isEnabled(instrumentation.shortName, settings)) continue;
      for (const target of Object.keys(instrumentation.targets)) {
        this.#waiting.set(target, [...(this.#waiting.get(target) ?? []), instrumentation]);
      }
    }
  }

  /** Every module name that something waits for, or waited for. */
  get targets(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  /** Whether something instruments, or did when it was first asked for, the module of this name. */
  isTarget(moduleName: string): boolean {
    return this.#waiting.has(moduleName);
  }

  /**
   * Loads and enables what waits for a module, once.
   *
   * @returns whether anything was enabled by this call
   */
  activate(moduleName: string): boolean {
    const waiting = this.#waiting.get(moduleName);
    if (!waiting || waiting.length === 0) return false;
    for (const instrumentation of waiting.splice(0)) {
      for (const others of this.#waiting.values()) remove(others, instrumentation);
      this.#enable(instrumentation);
    }
    return true;
  }

  /** Enables those that have no module to wait for. */
  activateAtStart(env: NodeJS.ProcessEnv): void {
    for (const instrumentation of instrumentations) {
      const { shortName } = instrumentation;
      if (isEnabled(shortName, this.#settings) && POLICIES[shortName]?.atStart?.(this.#settings, env)) {
        this.#enable(instrumentation);
      }
    }
  }

  #enable({ part, exportName, name, shortName }: BundledInstrumentation): void {
    try {
      const exports = loadPart<Record<string, new (config: object) => Instrumentation>>(part);
      const Constructor = exports[exportName];
      if (!Constructor) throw new Error(`it exports no ${exportName}`);
      const instance = new Constructor({ ...POLICIES[shortName]?.config?.(this.#settings) });
      instance.setTracerProvider(this.#providers.tracerProvider);
      instance.setLoggerProvider?.(this.#providers.loggerProvider);
      if (this.#providers.meterProvider) instance.setMeterProvider(this.#providers.meterProvider);
      this.#say('debug', `instrumentation ${name} is on`);
    } catch (error) {
      this.#say('warn', `instrumentation ${name} is off: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** The names of all bundled instrumentations: scopes that only our own instances may write to. */
export function bundledNames(): ReadonlySet<string> {
  return new Set(instrumentations.map(({ name }) => name));
}

function remove<Item>(items: Item[], item: Item): void {
  const index = items.indexOf(item);
  if (index >= 0) items.splice(index, 1);
}
