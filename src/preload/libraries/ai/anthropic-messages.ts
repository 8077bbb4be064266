import { contentAttributes, type GenAiMessage, type Part, textPart } from './content.ts';
import type { Answer } from './operation.ts';
import type { CallKind, StreamCollector } from './provider-call.ts';
import { type Parameters, requestAttributes, serverAttributes } from './request-attributes.ts';

interface Request {
  readonly model?: unknown;
  readonly system?: unknown;
  readonly messages?: readonly { readonly role: string; readonly content?: unknown }[];
  readonly stream?: unknown;
}

interface Usage {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
}

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly id?: unknown;
  readonly name?: unknown;
  readonly input?: unknown;
  readonly tool_use_id?: unknown;
  readonly content?: unknown;
}

interface Answered {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly stop_reason?: string | null;
  readonly usage?: Usage | null;
  readonly content?: readonly Block[];
}

const PARAMETERS: Parameters = {
  'gen_ai.request.temperature': ['temperature'],
  'gen_ai.request.top_p': ['top_p'],
  'gen_ai.request.top_k': ['top_k'],
  'gen_ai.request.max_tokens': ['max_tokens'],
  'gen_ai.request.stop_sequences': ['stop_sequences'],
};

/** https://docs.anthropic.com/en/api/messages */
export const anthropicMessages: CallKind<Request> = {
  start: (request, { baseURL }) => ({
    scope: 'otel-run/anthropic',
    operation: 'chat',
    provider: 'anthropic',
    name: typeof request.model === 'string' ? request.model : undefined,
    isStream: request.stream === true,
    attributes: { ...serverAttributes(baseURL), ...requestAttributes(request, PARAMETERS) },
    asked: request,
    content: () =>
      contentAttributes({
        'gen_ai.input.messages': request.messages?.map(messageOf),
        'gen_ai.system_instructions': request.system === undefined ? undefined : partsOf(request.system),
      }),
  }),
  answer: answerOf,
  collect,
};

function answerOf({ id, model, stop_reason: reason, usage, content }: Answered): Answer {
  return {
    id,
    model,
    finishReasons: reason ? [reason] : [],
    ...tokensOf(usage ?? {}),
    content: () =>
      contentAttributes({
        'gen_ai.output.messages': [
          { role: 'assistant', parts: partsOf(content), finish_reason: reason ?? '' },
        ],
      }),
  };
}

/**
 * `input_tokens` excludes input that was read from or written to a cache. The conventions' sum includes it.
 */
function tokensOf(usage: Usage): Answer {
  const { input_tokens: input, output_tokens: output } = usage;
  const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = usage;
  return {
    inputTokens: typeof input === 'number' ? input + (read ?? 0) + (written ?? 0) : undefined,
    outputTokens: output ?? undefined,
    attributes: {
      ...(read && { 'gen_ai.usage.cache_read.input_tokens': read }),
      ...(written && { 'gen_ai.usage.cache_creation.input_tokens': written }),
    },
  };
}

interface Event {
  readonly type?: string;
  readonly message?: Answered;
  readonly index?: number;
  readonly content_block?: Block;
  readonly delta?: { readonly stop_reason?: string; readonly text?: string; readonly partial_json?: string };
  readonly usage?: Usage;
}

/**
 * https://docs.anthropic.com/en/docs/build-with-claude/streaming: the start has the input tokens, the end has
 * the output tokens.
 */
function collect(): StreamCollector {
  let answer: Answered = {};
  const blocks: (Block & { text?: string; json?: string })[] = [];
  return {
    add({ type, message, index = 0, content_block: block, delta, usage }: Event) {
      if (type === 'message_start') answer = { ...message };
      if (type === 'content_block_start' && block) blocks[index] = { ...block };
      const open = blocks[index];
      if (type === 'content_block_delta' && open && delta?.text) open.text = (open.text ?? '') + delta.text;
      if (type === 'content_block_delta' && open && delta?.partial_json)
        open.json = (open.json ?? '') + delta.partial_json;
      if (type !== 'message_delta') return;
      answer = {
        ...answer,
        stop_reason: delta?.stop_reason ?? answer.stop_reason ?? null,
        usage: { ...answer.usage, ...withoutNothing(usage) },
      };
    },
    answer: () =>
      answerOf({
        ...answer,
        content: blocks.map(({ json, ...block }) => (json ? { ...block, input: json } : block)),
      }),
  };
}

function withoutNothing(usage: Usage | undefined): Usage {
  return Object.fromEntries(Object.entries(usage ?? {}).filter(([, value]) => typeof value === 'number'));
}

function messageOf({ role, content }: { readonly role: string; readonly content?: unknown }): GenAiMessage {
  return { role, parts: partsOf(content) };
}

function partsOf(content: unknown): readonly Part[] {
  if (typeof content === 'string') return [textPart(content)];
  return Array.isArray(content) ? content.map(partOf) : [];
}

function partOf(block: Block): Part {
  switch (block.type) {
    case 'text':
      return textPart(block.text);
    case 'thinking':
      return { type: 'reasoning', content: block.thinking };
    case 'tool_use':
      return { type: 'tool_call', id: block.id, name: block.name, arguments: block.input };
    case 'tool_result':
      return { type: 'tool_call_response', id: block.tool_use_id, response: block.content };
    default:
      return { type: block.type };
  }
}
