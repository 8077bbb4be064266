import { keepsContents } from '../../../shared/content-names.ts';
import { createAiTracer } from './ai-tracer.ts';

/** Functions that take telemetry settings, and the class of agents, which takes them once. */
const FUNCTIONS = [
  'generateText',
  'streamText',
  'generateObject',
  'streamObject',
  'embed',
  'embedMany',
] as const;

export const AGENTS = ['ToolLoopAgent', 'Experimental_Agent'] as const;

type AiFunction = (settings: Settings, ...rest: unknown[]) => unknown;

/** The part of version 6 that matters here. */
export type AiFunctions = Partial<Record<(typeof FUNCTIONS)[number] | (typeof AGENTS)[number], unknown>>;

interface Settings {
  readonly id?: string;
  readonly tools?: object;
  readonly prompt?: unknown;
  readonly messages?: unknown;
  readonly system?: unknown;
  readonly instructions?: unknown;
  readonly value?: unknown;
  readonly values?: unknown;
  readonly onAbort?: ((this: unknown, ...values: unknown[]) => unknown) | undefined;
  readonly experimental_telemetry?: { readonly isEnabled?: boolean; readonly functionId?: string };
}

/**
 * Makes each call report to a tracer of ours, unless the application configured telemetry itself.
 *
 * @returns what the package exports from now on: getters of CommonJS exports cannot be replaced
 */
export function withTelemetry(exports: AiFunctions): AiFunctions {
  return replacedExports(exports, {
    ...Object.fromEntries(FUNCTIONS.map(name => [name, telling])),
    ...Object.fromEntries(AGENTS.map(name => [name, tellingAgent])),
  });
}

type Replace = (value: never) => unknown;

/**
 * Exports of a package with some functions replaced. It is a copy for getters of CommonJS, or for an ES
 * module that was required: those cannot be replaced.
 */
export function replacedExports<Exports extends object>(
  exports: Exports,
  replacements: Readonly<Record<string, Replace>>,
): Exports {
  const replaced = Object.fromEntries(
    Object.entries(replacements).flatMap(([name, replace]) => {
      const value: unknown = Reflect.get(exports, name);
      return typeof value === 'function' ? [[name, replace(value as never)]] : [];
    }),
  );
  const isSet = Object.entries(replaced).every(([name, value]) => Reflect.set(exports, name, value));
  if (isSet) return exports;
  const descriptors = Object.getOwnPropertyDescriptors(exports) as Record<string, PropertyDescriptor>;
  for (const [name, value] of Object.entries(replaced)) {
    descriptors[name] = { value, enumerable: true, configurable: true, writable: true };
  }
  return Object.create(Object.getPrototypeOf(exports), descriptors);
}

/** A proxy, so that the function looks unchanged. */
function telling(original: AiFunction): AiFunction {
  return new Proxy(original, {
    apply: (target, self, [settings, ...rest]) =>
      Reflect.apply(target, self, [toldSettings(settings), ...rest]),
  });
}

function tellingAgent(original: new (settings: Settings) => object): unknown {
  return new Proxy(original, {
    construct: (target, [settings, ...rest], made) =>
      Reflect.construct(target, [toldSettings(settings, settings?.id), ...rest], made),
  });
}

function toldSettings(settings: Settings, agent?: string): Settings {
  const chosen = settings?.experimental_telemetry;
  if (typeof settings !== 'object' || settings === null || chosen?.isEnabled !== undefined) return settings;
  const { tools = {}, prompt, messages, system, instructions, value, values, onAbort } = settings;
  const { tracer, abort } = createAiTracer({
    isAgent: Object.keys(tools).length > 0,
    functionId: chosen?.functionId ?? agent,
    asked: [prompt, messages, system, instructions, value, values],
  });
  const recorded = keepsContents();
  const told = { isEnabled: true, recordInputs: recorded, recordOutputs: recorded, tracer };
  return { ...settings, onAbort: aborting(onAbort, abort), experimental_telemetry: { ...chosen, ...told } };
}

/** The SDK does not end its spans if a stream is aborted. */
function aborting(onAbort: Settings['onAbort'], abort: () => void): Settings['onAbort'] {
  return function aborted(this: unknown, ...values) {
    abort();
    return onAbort?.apply(this, values);
  };
}
