import { withholdContents } from '../../../logs/withheld-contents.ts';
import { keepsContents } from '../../../shared/content-names.ts';
import { replaceMethod } from '../work/patch-library.ts';
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
  readonly onError?: ((this: unknown, event: { readonly error?: unknown }) => unknown) | undefined;
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
    apply: (target, self, [settings, ...rest]: [Settings, ...unknown[]]) =>
      withholding(Reflect.apply(target, self, [toldSettings(settings), ...rest]), settings),
  });
}

/** The tracer of a call gets a copy of its error, without its properties. */
function withholding(result: unknown, settings: Settings | undefined): unknown {
  if (!(result instanceof Promise)) return result;
  return result.catch((error: unknown) => {
    withholdContents(error, askedOf(settings ?? {}));
    throw error;
  });
}

function askedOf({ prompt, messages, system, instructions, value, values }: Settings): readonly unknown[] {
  return [prompt, messages, system, instructions, value, values];
}

interface AgentClass {
  new (settings: Settings): object;
  readonly prototype: { generate?: AiFunction };
}

function tellingAgent(original: AgentClass): unknown {
  const { prototype } = original;
  if (prototype.generate)
    replaceMethod(prototype as Required<typeof prototype>, 'generate', generate => {
      return function (this: unknown, settings, ...rest) {
        return withholding(generate.call(this, settings, ...rest), settings);
      };
    });
  return new Proxy(original, {
    construct: (target, [settings, ...rest], made) =>
      Reflect.construct(target, [toldSettings(settings, settings?.id), ...rest], made),
  });
}

function toldSettings(settings: Settings, agent?: string): Settings {
  const chosen = settings?.experimental_telemetry;
  if (typeof settings !== 'object' || settings === null || chosen?.isEnabled !== undefined) return settings;
  const { tools = {}, onAbort, onError } = settings;
  const { tracer, abort } = createAiTracer({
    isAgent: Object.keys(tools).length > 0,
    functionId: chosen?.functionId ?? agent,
    asked: askedOf(settings),
  });
  const recorded = keepsContents();
  const told = { isEnabled: true, recordInputs: recorded, recordOutputs: recorded, tracer };
  return {
    ...settings,
    onAbort: aborting(onAbort, abort),
    // The SDK applies its default error handling only if there is no handler.
    ...(onError && { onError: failing(onError, settings) }),
    experimental_telemetry: { ...chosen, ...told },
  };
}

function failing(onError: NonNullable<Settings['onError']>, settings: Settings): Settings['onError'] {
  return function failed(this: unknown, event) {
    withholdContents(event?.error, askedOf(settings));
    return onError.call(this, event);
  };
}

/** The SDK does not end its spans if a stream is aborted. */
function aborting(onAbort: Settings['onAbort'], abort: () => void): Settings['onAbort'] {
  return function aborted(this: unknown, ...values) {
    abort();
    return onAbort?.apply(this, values);
  };
}
