import { contentAttributes, type GenAiMessage, type Part, textPart } from './content.ts';
import { openAiStart } from './openai-request.ts';
import type { Answer } from './operation.ts';
import type { CallKind, StreamCollector } from './provider-call.ts';

interface ToolCall {
  readonly id?: unknown;
  readonly index?: number;
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown };
}

interface ChatMessage {
  readonly role?: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: unknown;
}

interface Request {
  readonly model?: string;
  readonly messages?: readonly ChatMessage[];
}

interface Choice {
  readonly index?: number;
  readonly finish_reason?: string | null;
  readonly message?: ChatMessage;
  readonly delta?: ChatMessage;
}

interface Completion {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly choices?: readonly Choice[];
  readonly usage?: {
    readonly prompt_tokens?: unknown;
    readonly completion_tokens?: unknown;
    readonly prompt_tokens_details?: { readonly cached_tokens?: unknown };
  } | null;
}

/** https://platform.openai.com/docs/api-reference/chat/create */
export const openAiChat: CallKind<Request> = {
  start: (request, client) => ({
    ...openAiStart('chat', request, client),
    content: () => contentAttributes({ 'gen_ai.input.messages': request.messages?.map(messageOf) }),
  }),
  answer: (completion: Completion) => ({
    ...outcomeOf(completion),
    finishReasons: completion.choices?.map(choice => choice.finish_reason),
    content: () => contentAttributes({ 'gen_ai.output.messages': completion.choices?.map(answered) }),
  }),
  collect,
};

function outcomeOf({ id, model, usage }: Completion): Answer {
  const cached = usage?.prompt_tokens_details?.cached_tokens;
  return {
    id,
    model,
    inputTokens: usage?.prompt_tokens,
    outputTokens: usage?.completion_tokens,
    ...(typeof cached === 'number' &&
      cached > 0 && { attributes: { 'gen_ai.usage.cache_read.input_tokens': cached } }),
  };
}

/** One choice of a streamed answer so far. */
interface Collected {
  content: string;
  finishReason: string | undefined;
  readonly calls: { id: unknown; name: unknown; arguments: string }[];
}

function collect(): StreamCollector {
  let last: Completion = {};
  const choices: Collected[] = [];
  return {
    add(chunk: Completion) {
      last = { ...last, ...withoutNothing(chunk) };
      for (const choice of chunk.choices ?? []) add(choices, choice);
    },
    answer: () => ({
      ...outcomeOf(last),
      finishReasons: choices.flatMap(({ finishReason }) => finishReason ?? []),
      content: () => contentAttributes({ 'gen_ai.output.messages': choices.map(collected) }),
    }),
  };
}

function withoutNothing(chunk: Completion): Completion {
  return Object.fromEntries(
    Object.entries(chunk).filter(([, value]) => value !== null && value !== undefined),
  );
}

function add(choices: Collected[], { index = 0, delta, finish_reason: reason }: Choice): void {
  const choice = choices[index] ?? { content: '', finishReason: undefined, calls: [] };
  choices[index] = choice;
  if (reason) choice.finishReason = reason;
  if (typeof delta?.content === 'string') choice.content += delta.content;
  for (const { index: place = 0, id, function: called } of delta?.tool_calls ?? []) {
    const call = choice.calls[place] ?? { id, name: called?.name, arguments: '' };
    choice.calls[place] = call;
    call.arguments += called?.arguments ?? '';
  }
}

function collected({ content, finishReason = '', calls }: Collected): GenAiMessage {
  return {
    role: 'assistant',
    parts: [...(content ? [textPart(content)] : []), ...calls.map(call => ({ type: 'tool_call', ...call }))],
    finish_reason: finishReason,
  };
}

function answered({ message = {}, finish_reason: reason }: Choice): GenAiMessage {
  return { ...messageOf(message), finish_reason: reason ?? '' };
}

function messageOf({
  role = 'assistant',
  content,
  tool_calls: calls,
  tool_call_id: id,
}: ChatMessage): GenAiMessage {
  if (role === 'tool') return { role, parts: [{ type: 'tool_call_response', id, response: content }] };
  const parts: Part[] = Array.isArray(content)
    ? content.map(part => (typeof part?.text === 'string' ? textPart(part.text) : part))
    : [...(content ? [textPart(content)] : [])];
  return { role, parts: [...parts, ...(calls ?? []).map(toolCall)] };
}

function toolCall({ id, function: called }: ToolCall): Part {
  return { type: 'tool_call', id, name: called?.name, arguments: called?.arguments };
}
