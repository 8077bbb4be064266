import { answerOf } from './ai-answer.ts';
import { hasTracer } from './ai-channel.ts';
import { startOf } from './ai-events.ts';
import { AGENTS, replacedExports } from './ai-functions.ts';
import { isWithinRequest } from './nesting.ts';
import { Operation } from './operation.ts';

type Callback = ((this: unknown, event: Outcome) => unknown) | undefined;

interface Settings {
  readonly model?: string | { readonly provider?: string; readonly modelId?: string };
  readonly prompt?: unknown;
  readonly messages?: unknown;
  readonly telemetry?: { readonly isEnabled?: boolean };
  readonly onFinish?: Callback;
  readonly onError?: Callback;
}

type Outcome = Parameters<typeof answerOf>[0] & { readonly error?: unknown };

type AiFunction = (settings: Settings, ...rest: unknown[]) => unknown;

/**
 * The parts of version 7 that it does not publish: the two functions for objects, kept from the version
 * before, and the names of agents.
 */
export function withObjects(exports: {
  readonly generateObject?: unknown;
  readonly streamObject?: unknown;
}): object {
  return replacedExports(exports, {
    generateObject: observing(generating, false),
    streamObject: observing(streaming, true),
    ...Object.fromEntries(AGENTS.map(name => [name, naming])),
  });
}

interface AgentSettings {
  readonly id?: string;
  readonly telemetry?: { readonly functionId?: string };
}

/** An agent is reported by its name for telemetry, otherwise by its own name. */
function naming(original: new (settings: AgentSettings) => object): unknown {
  return new Proxy(original, {
    construct(target, [settings, ...rest], made) {
      const { id, telemetry } = (settings ?? {}) as AgentSettings;
      const told = id === undefined ? settings : { ...settings, telemetry: { functionId: id, ...telemetry } };
      return Reflect.construct(target, [told, ...rest], made);
    },
  });
}

type Call = (settings: Settings) => unknown;

function observing(
  observe: (operation: Operation, settings: Settings, call: Call) => unknown,
  isStream: boolean,
) {
  return (original: AiFunction): AiFunction =>
    new Proxy(original, {
      apply(target, self, [settings, ...rest]: [Settings, ...unknown[]]) {
        const call: Call = told => Reflect.apply(target, self, [told, ...rest]);
        const start = isObserved(settings) ? startOf('languageModelCall', eventOf(settings)) : undefined;
        return start ? observe(new Operation({ ...start, isStream }), settings, call) : call(settings);
      },
    });
}

function isObserved(settings: Settings): boolean {
  return (
    settings?.model !== undefined &&
    settings.telemetry?.isEnabled !== false &&
    !isWithinRequest() &&
    !hasTracer()
  );
}

function eventOf(settings: Settings): Parameters<typeof startOf>[1] {
  const { model, prompt, messages } = settings;
  const named =
    typeof model === 'string' ? { modelId: model } : { provider: model?.provider, modelId: model?.modelId };
  const asked = messages ?? [{ role: 'user', content: prompt }];
  return { ...settings, ...named, messages: asked } as Parameters<typeof startOf>[1];
}

async function generating(operation: Operation, settings: Settings, call: Call): Promise<unknown> {
  let result: unknown;
  try {
    result = await operation.run(() => call(settings));
  } catch (error) {
    operation.fail(error);
    throw error;
  }
  operation.answer(answerOf(result as Outcome));
  operation.end();
  return result;
}

/** The parts are read later, or never. */
function streaming(operation: Operation, settings: Settings, call: Call): unknown {
  const { onFinish, onError } = settings;
  const told = {
    ...settings,
    onFinish(this: unknown, event: Outcome) {
      operation.answer(answerOf(event));
      if (event.error === undefined) operation.end();
      else operation.fail(event.error);
      return onFinish?.call(this, event);
    },
    // The SDK applies its default error handling only if there is no handler.
    ...(onError && {
      onError(this: unknown, event: Outcome) {
        operation.fail(event.error);
        return onError.call(this, event);
      },
    }),
  };
  return operation.run(() => call(told));
}
