import { keepsContents } from '../../../shared/content-names.ts';
import { createAiTracer } from './ai-tracer.ts';

/** Functions that take settings of telemetry; and the class of agents, which takes them once. */
const FUNCTIONS = [
  'generateText',
  'streamText',
  'generateObject',
  'streamObject',
  'embed',
  'embedMany',
] as const;

const AGENTS = ['ToolLoopAgent', 'Experimental_Agent'] as const;

type AiFunction = (settings: Settings, ...rest: unknown[]) => unknown;

/** What of version 6 matters here. */
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
 * Has each call tell a tracer of ours what it does, unless the application chose itself whether and to whom.
 *
 * @returns what the package exports from now on: CommonJS exports have getters that cannot be replaced
 */
export function withTelemetry(exports: AiFunctions): AiFunctions {
  const replaced = Object.fromEntries([
    ...FUNCTIONS.flatMap(name => replacement(name, exports[name], telling)),
    ...AGENTS.flatMap(name => replacement(name, exports[name], tellingAgent)),
  ]);
  if (Reflect.get(exports, Symbol.toStringTag) === 'Module') return Object.assign(exports, replaced);
  const descriptors = Object.getOwnPropertyDescriptors(exports) as Record<string, PropertyDescriptor>;
  for (const [name, value] of Object.entries(replaced)) {
    descriptors[name] = { value, enumerable: true, configurable: true, writable: true };
  }
  return Object.create(Object.getPrototypeOf(exports), descriptors);
}

function replacement<Value>(
  name: string,
  value: unknown,
  replace: (value: Value) => unknown,
): [string, unknown][] {
  return typeof value === 'function' ? [[name, replace(value as Value)]] : [];
}

/** A proxy: whoever looks at the function sees what it is. */
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

/** The SDK leaves its spans open where a stream is aborted. */
function aborting(onAbort: Settings['onAbort'], abort: () => void): Settings['onAbort'] {
  return function aborted(this: unknown, ...values) {
    abort();
    return onAbort?.apply(this, values);
  };
}
