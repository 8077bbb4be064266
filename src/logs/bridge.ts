import type { LoggerProvider } from '@opentelemetry/api';
import {
  type Instrumentation,
  InstrumentationBase,
  type InstrumentationConfig,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import supportedLoggers from './supported-loggers.json' with { type: 'json' };

/** What a bridge does. A bridge that does neither is not loaded. */
export interface BridgeConfig extends InstrumentationConfig {
  /** Export records. */
  readonly send: boolean;
  /** Write the active span's ids into the application's own lines. */
  readonly correlate: boolean;
}

/**
 * The input of a patch. The provider is set after the constructor runs and before the first module is
 * patched.
 */
export interface Bridge {
  readonly send: boolean;
  readonly correlate: boolean;
  readonly provider: () => LoggerProvider;
}

// biome-ignore lint/suspicious/noExplicitAny: loggers are patched from outside, beyond what their types say
export type Exports = any;

type Patch = (exports: Exports, bridge: Bridge) => Exports;

/** How the modules of a logger are patched. A patch returns the new exports of its module. */
export interface BridgeDefinition<Logger extends keyof typeof supportedLoggers> {
  readonly logger: Logger;
  readonly modules: Readonly<Partial<Record<keyof (typeof supportedLoggers)[Logger], Patch>>>;
  /** Patches of single files in the first module, by their path in it. */
  readonly files?: Readonly<Record<string, Patch>>;
}

/**
 * Makes an instrumentation that connects a logger to OpenTelemetry. Upstream's base class hooks it into
 * `require` and `import`.
 */
export function defineBridge<Logger extends keyof typeof supportedLoggers>({
  logger,
  modules,
  files = {},
}: BridgeDefinition<Logger>): new (
  config: BridgeConfig,
) => Instrumentation<BridgeConfig> {
  return class LoggerBridge extends InstrumentationBase<BridgeConfig> {
    #provider: LoggerProvider | undefined;

    constructor(config: BridgeConfig) {
      super(`otel-run/${logger}`, __VERSION__, config);
    }

    override setLoggerProvider(provider: LoggerProvider): void {
      this.#provider = provider;
    }

    protected override init() {
      const supported: Readonly<Record<string, string[]>> = supportedLoggers[logger];
      const patches: Readonly<Record<string, Patch | undefined>> = modules;
      // The private method exists only when the constructor, which calls this, is done.
      const bridge = () => this.#bridge();
      return Object.entries(supported).map(([module, versions], index) => {
        const inside = index > 0 ? [] : Object.entries(files);
        return new InstrumentationNodeModuleDefinition(
          module,
          versions,
          applying(patches[module], bridge),
          () => {},
          inside.map(([path, patch]) => fileDefinition(`${module}/${path}`, versions, patch, bridge)),
        );
      });
    }

    #bridge(): Bridge {
      return { ...this.getConfig(), provider: () => this.#provider ?? noProvider() };
    }
  };
}

function fileDefinition(path: string, versions: string[], patch: Patch, bridge: () => Bridge) {
  return new InstrumentationNodeModuleFile(path, versions, applying(patch, bridge), () => {});
}

function applying(patch: Patch | undefined, bridge: () => Bridge): (exports: Exports) => Exports {
  return exports => (patch ? patchExports(exports, main => patch(main, bridge())) : exports);
}

/** If an ES module has a default export, that is the logger. */
function patchExports(exports: Exports, patch: (main: Exports) => Exports): Exports {
  if (exports[Symbol.toStringTag] !== 'Module' || exports.default === undefined) return patch(exports);
  const patched = patch(exports.default);
  if (patched !== exports.default) exports.default = patched;
  return exports;
}

function noProvider(): never {
  throw new Error('this bridge has no logger provider');
}
