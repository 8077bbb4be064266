import type { Span } from '../receiver/telemetry.ts';

/** A call of a language model, with its usage. */
export interface ModelCall {
  readonly span: Span;
  /** `chat`, `embeddings`. */
  readonly operation: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Operations that call a model. Agents and tools only contain such calls. */
const OPERATIONS = ['chat', 'text_completion', 'generate_content', 'embeddings'];

/**
 * Finds the calls of language models by the GenAI conventions. Of nested calls, only the outer one counts.
 */
export function findModelCalls(spans: readonly Span[]): ModelCall[] {
  const calls = spans.flatMap(span => toModelCall(span) ?? []);
  const ids = new Set(calls.map(({ span }) => `${span.traceId}/${span.spanId}`));
  return calls.filter(({ span }) => !ids.has(`${span.traceId}/${span.parentSpanId}`));
}

function toModelCall(span: Span): ModelCall | undefined {
  const { attributes } = span;
  const operation = attributes['gen_ai.operation.name'];
  if (typeof operation !== 'string' || !OPERATIONS.includes(operation)) return undefined;
  const model = attributes['gen_ai.response.model'] ?? attributes['gen_ai.request.model'];
  const count = (...names: string[]) => {
    const name = names.find(candidate => attributes[candidate] !== undefined);
    return name === undefined ? 0 : Number(attributes[name]) || 0;
  };
  return {
    span,
    operation,
    model: typeof model === 'string' ? model : 'an unnamed model',
    inputTokens: count('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    outputTokens: count('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
  };
}
