import { toolStart } from './ai-events.ts';
import { Operation } from './operation.ts';

type Run = (this: unknown, ...values: unknown[]) => unknown;

/** A tool that the client calls itself: it has a function, or a helper made it with `$callback`. */
interface Tool {
  readonly function?: { readonly name?: string; readonly function?: Run };
  readonly $callback?: Run;
}

type RunTools = (
  this: unknown,
  parameters: { readonly tools?: readonly Tool[] },
  ...rest: unknown[]
) => unknown;

/** Creates a span for each tool that `runTools` calls. Its requests have their own spans. */
export function tracingTools(original: RunTools): RunTools {
  return function runTools(this: unknown, parameters, ...rest) {
    const { tools } = parameters ?? {};
    if (!Array.isArray(tools)) return original.call(this, parameters, ...rest);
    return original.call(this, { ...parameters, tools: tools.map(traced) }, ...rest);
  };
}

/** The same tool with another function. Its non-enumerable properties stay. */
function traced(tool: Tool): Tool {
  const { function: described, $callback: callback } = tool ?? {};
  const name = described?.name ?? described?.function?.name;
  if (typeof callback === 'function') return inherit(tool, { $callback: tracedRun(callback, name) });
  if (typeof described?.function !== 'function') return tool;
  return inherit(tool, { function: inherit(described, { function: tracedRun(described.function, name) }) });
}

function inherit<Of extends object>(original: Of, own: Partial<Of>): Of {
  const properties = Object.entries(own).map(([name, value]) => [name, { value, enumerable: true }] as const);
  return Object.create(original, Object.fromEntries(properties)) as Of;
}

/** A proxy keeps the function's name, which may be the tool's name. */
function tracedRun(run: Run, name: string | undefined): Run {
  return new Proxy(run, {
    apply(target, self, values: unknown[]) {
      const under = new Operation({ ...toolStart(name, undefined, values[0]), scope: SCOPE });
      return under.runToEnd(() => Reflect.apply(target, self, values));
    },
  });
}

const SCOPE = '@opentelemetry/instrumentation-openai';
