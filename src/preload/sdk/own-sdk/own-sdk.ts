import type { ContextManager, LoggerProvider, MeterProvider, TracerProvider } from '@opentelemetry/api';
import {
  InstrumentationBase,
  type InstrumentationConfig,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { respectOutOfContext } from '../../spans/route-only.ts';

/** How to handle an SDK that the application, or another preload, starts beside ours. */
export interface OwnSdkConfig extends InstrumentationConfig {
  readonly tracerProvider: TracerProvider;
  readonly loggerProvider: LoggerProvider;
  /** Instrumentations that this process already has. */
  readonly ownScopes: ReadonlySet<string>;
  /**
   * Called when a second copy of an instrumentation gets its meter provider: ours will measure in its place.
   */
  readonly onMeterProvider: (instrumentationName: string, provider: MeterProvider) => void;
  /** Called when an SDK registers a context manager that does more than keep contexts. */
  readonly onContextManager: (manager: ContextManager) => void;
  /** Called when an SDK registers itself. */
  readonly onRegistered: () => void;
}

/** A duplicate of one of our instrumentations. */
interface Duplicate {
  readonly instrumentationName: string;
  enable: () => void;
  setMeterProvider: (provider: MeterProvider) => void;
}

const GLOBAL_API = Symbol.for('opentelemetry.js.api.1');

type Method = (...values: unknown[]) => unknown;
type Api = Readonly<Record<string, Record<string, Method> | undefined>>;

/** API registrations that ours are already in the way of. The answer stops an SDK from reporting an error. */
const REGISTRATIONS: readonly (readonly [api: string, method: string])[] = [
  ['trace', 'setGlobalTracerProvider'],
  ['logs', 'setGlobalLoggerProvider'],
  ['context', 'setGlobalContextManager'],
  ['propagation', 'setGlobalPropagator'],
];

/** The SDK's own context managers, which only keep contexts. */
const PLAIN_MANAGERS: readonly unknown[] = ['AsyncLocalStorageContextManager', 'AsyncHooksContextManager'];

/** Packages of the SDK's 1.x, 2.x and 3.x lines, each with the class that creates tracers or loggers. */
const PROVIDERS = [
  { module: '@opentelemetry/sdk-trace-base', className: 'BasicTracerProvider', method: 'getTracer' },
  { module: '@opentelemetry/sdk-trace', className: 'TracerProvider', method: 'getTracer' },
  { module: '@opentelemetry/sdk-logs', className: 'LoggerProvider', method: 'getLogger' },
] as const;

/**
 * Makes the application's SDK inert where ours does the same work, so that no span or log record is
 * duplicated. Its tracer and logger providers return ours, so its additional instrumentations attach to ours.
 * Its meter provider registers as it would alone.
 */
export class OwnSdk extends InstrumentationBase<OwnSdkConfig> {
  constructor(config: OwnSdkConfig) {
    super('otel-run/own-sdk', __VERSION__, config);
  }

  override init() {
    const api = new InstrumentationNodeModuleDefinition(
      '@opentelemetry/api',
      ['>=1.0.0 <2'],
      (exports, version) => {
        this.#shareApi(exports, version);
        return exports;
      },
    );
    const providers = PROVIDERS.map(
      ({ module, className, method }) =>
        new InstrumentationNodeModuleDefinition(module, ['*'], exports => {
          this.#redirect(exports[className]?.prototype, method);
          return exports;
        }),
    );
    const base = new InstrumentationNodeModuleDefinition('@opentelemetry/instrumentation', ['*'], exports => {
      this.#disableDuplicates(exports.InstrumentationBase?.prototype);
      return exports;
    });
    return [api, base, ...providers];
  }

  /**
   * Every instrumentation first configures itself in its constructor. There, a duplicate loses its ability to
   * enable itself: otherwise both would patch the same functions and track the same requests.
   */
  #disableDuplicates(prototype: Record<string, Method> | undefined): void {
    const { ownScopes, onMeterProvider } = this.getConfig();
    const configurable = ownerOf('setConfig', prototype);
    const original = configurable?.setConfig;
    if (!configurable || !original) return;
    configurable.setConfig = function setConfig(this: Duplicate, config) {
      original.call(this, config);
      const { instrumentationName } = this;
      if (!ownScopes.has(instrumentationName)) return;
      this.enable = () => {};
      this.setMeterProvider = provider => onMeterProvider(instrumentationName, provider);
    };
  }

  #shareApi(api: Api, version: string | undefined): void {
    raiseGlobalVersion(version);
    for (const [name, method] of REGISTRATIONS) {
      const target = api[name];
      if (!target?.[method]) continue;
      target[method] = registered => {
        const { onRegistered, onContextManager } = this.getConfig();
        onRegistered();
        if (name === 'context' && isMoreThanPlain(registered)) onContextManager(registered);
        return true;
      };
    }
    letMetricsRegister(api.metrics);
    if (api.trace) respectOutOfContext(api.trace);
  }

  #redirect(prototype: Record<string, Method> | undefined, method: 'getTracer' | 'getLogger'): void {
    if (!prototype) return;
    const { tracerProvider, loggerProvider } = this.getConfig();
    prototype[method] = (name, version, options) =>
      method === 'getTracer'
        ? tracerProvider.getTracer(name as string, version as string, options as object)
        : loggerProvider.getLogger(name as string, version as string, options as object);
  }
}

function isMoreThanPlain(manager: unknown): manager is ContextManager {
  if (typeof (manager as ContextManager | undefined)?.with !== 'function') return false;
  return !PLAIN_MANAGERS.includes((manager as ContextManager).constructor?.name);
}

/**
 * A copy of the API accepts providers only from a copy that is at least as new (its semver check reads this
 * version). An application with a newer minor version would silently record nothing.
 */
function raiseGlobalVersion(version: string | undefined): void {
  const registered = Reflect.get(globalThis, GLOBAL_API) as { version: string } | undefined;
  if (!registered || !version || minor(version) <= minor(registered.version)) return;
  Reflect.set(
    globalThis,
    GLOBAL_API,
    Object.defineProperty({ ...registered }, 'version', { value: version }),
  );
}

/**
 * The API refuses registrations by a copy of another version. Without our metrics, nothing needs protection.
 */
function letMetricsRegister(metrics: Record<string, Method> | undefined): void {
  const original = metrics?.setGlobalMeterProvider;
  if (!metrics || !original) return;
  metrics.setGlobalMeterProvider = provider => {
    if (original.call(metrics, provider)) return true;
    const registered = Reflect.get(globalThis, GLOBAL_API) as { metrics?: unknown };
    registered.metrics ??= provider;
    return registered.metrics === provider;
  };
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}

/** The prototype in a chain that has the method itself. */
function ownerOf(
  method: string,
  prototype: Record<string, Method> | undefined,
): Record<string, Method> | undefined {
  if (!prototype || Object.hasOwn(prototype, method)) return prototype;
  return ownerOf(method, Object.getPrototypeOf(prototype) ?? undefined);
}
