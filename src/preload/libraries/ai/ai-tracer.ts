import {
  type Attributes,
  type Context,
  context,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { AI_SCOPE, agentStart, toolStart } from './ai-events.ts';
import { providerName } from './ai-provider.ts';
import { isWithinRequest } from './nesting.ts';
import { Operation, type OperationStart } from './operation.ts';
import { TranslatedSpan } from './translated-span.ts';

/** Attributes of version 6's spans that the conventions also have. */
const KNOWN = /^gen_ai\.(?:request|response|usage)\./;

/** The facts of a call in version 6. */
export interface AiCall {
  /** Whether it has tools, which makes it a loop of requests and tools. */
  readonly isAgent: boolean;
  readonly functionId: string | undefined;
  /** The entire prompt. */
  readonly asked: unknown;
}

/** A tracer, and a function that ends the spans that the SDK leaves open when a stream is aborted. */
export interface AiTracer {
  readonly tracer: Tracer;
  abort(): void;
}

/**
 * A tracer for the spans of one call of version 6 of the AI SDK. Its requests, its tools and the loop around
 * them become operations of the conventions; other spans are dropped.
 */
export function createAiTracer(call: AiCall): AiTracer {
  const open = new Set<TranslatedSpan>();
  let loop: Operation | undefined;
  const startSpan = (name: string, options: SpanOptions = {}): TranslatedSpan => {
    const start = translated(name, options.attributes ?? {}, call, loop?.context);
    if (!start) return new TranslatedSpan(undefined);
    const asked = start.operation === 'execute_tool' ? undefined : call.asked;
    // While a streamed answer is read, tools are called and the next request is made.
    const operation = new Operation({ ...start, asked }, loop?.context);
    if (start.operation === 'invoke_agent') loop = operation;
    const span = new TranslatedSpan(operation);
    open.add(span);
    return span;
  };
  const tracer = {
    startSpan,
    startActiveSpan(name: string, ...rest: unknown[]) {
      const run = rest.at(-1) as (span: Span) => unknown;
      const span = startSpan(name, rest.length > 1 ? (rest[0] as SpanOptions) : {});
      return context.with(span.operation?.context ?? context.active(), run, undefined, span);
    },
  } as Tracer;
  return {
    tracer,
    abort() {
      for (const span of open) span.end();
    },
  };
}

function translated(
  span: string,
  attributes: Attributes,
  { isAgent, functionId }: AiCall,
  loop: Context | undefined,
): OperationStart | undefined {
  const name = stringOf(attributes['ai.model.id']);
  const provider = providerName(stringOf(attributes['ai.model.provider']));
  if (span === 'ai.toolCall') {
    const { 'ai.toolCall.name': tool, 'ai.toolCall.id': id, 'ai.toolCall.args': input } = attributes;
    return toolStart(stringOf(tool), id, input);
  }
  if (span === 'ai.generateText' || span === 'ai.streamText') {
    return isAgent ? agentStart(functionId, provider, name) : undefined;
  }
  if (isWithinRequest(loop)) return undefined;
  if (/\.do(?:Generate|Stream)$/.test(span)) {
    const isStream = span.endsWith('Stream');
    return { scope: AI_SCOPE, operation: 'chat', provider, name, isStream, attributes: known(attributes) };
  }
  return span.endsWith('.doEmbed') ? { scope: AI_SCOPE, operation: 'embeddings', provider, name } : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function known(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => KNOWN.test(name) && value !== undefined),
  );
}
