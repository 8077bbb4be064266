import { replaceOwn } from '../binding/bind-calls.ts';
import { toolStart } from './ai-events.ts';
import type { GenerateRequest } from './google-genai-content.ts';
import { Operation } from './operation.ts';

interface FunctionCall {
  readonly id?: unknown;
  readonly name?: string;
  readonly args?: unknown;
}

type Prepare = (this: unknown, request: GenerateRequest, ...rest: unknown[]) => Promise<unknown>;

const traced = new WeakSet<object>();

/** Creates a span for each function that the client calls between its requests, before it asks for their names. */
export function tracingTools(original: Prepare): Prepare {
  return function processParamsMaybeAddMcpUsage(this: unknown, request, ...rest) {
    const tools: unknown = request?.config?.tools;
    for (const tool of Array.isArray(tools) ? tools : []) traceTool(tool);
    return original.call(this, request, ...rest);
  };
}

/** The client calls the methods of the application's own object. */
function traceTool(tool: unknown): void {
  if (typeof tool !== 'object' || tool === null || !('callTool' in tool) || traced.has(tool)) return;
  traced.add(tool);
  const names = new Set<string | undefined>();
  replaceOwn(tool, ['tool'], async (describe, self, values) => {
    const described = (await Reflect.apply(describe, self, values)) as Described;
    for (const { name } of described?.functionDeclarations ?? []) names.add(name);
    return described;
  });
  replaceOwn(tool, ['callTool'], (call, self, values) => {
    const act = () => Reflect.apply(call, self, values);
    const [calls] = values;
    if (!Array.isArray(calls)) return act();
    // Each tool gets the calls of all of them.
    const under = (calls as FunctionCall[]).filter(({ name }) => names.has(name)).map(started);
    return under.reduceRight((run, operation) => () => operation.runToEnd(run), act)();
  });
}

interface Described {
  readonly functionDeclarations?: readonly { readonly name?: string }[];
}

function started({ id, name, args }: FunctionCall): Operation {
  return new Operation({ ...toolStart(name, id, args), scope: 'otel-run/google-genai' });
}
