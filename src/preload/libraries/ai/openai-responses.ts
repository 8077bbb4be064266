import { contentAttributes, type GenAiMessage, type Part, textPart } from './content.ts';
import { openAiStart } from './openai-request.ts';
import type { Answer } from './operation.ts';
import type { CallKind, StreamCollector } from './provider-call.ts';

interface Request {
  readonly model?: string;
  readonly input?: unknown;
  readonly instructions?: unknown;
  readonly conversation?: unknown;
}

interface Item {
  readonly type?: string;
  readonly role?: string;
  readonly content?: unknown;
  readonly name?: unknown;
  readonly call_id?: unknown;
  readonly arguments?: unknown;
  readonly output?: unknown;
}

interface Response {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly status?: string;
  readonly incomplete_details?: { readonly reason?: string } | null;
  readonly error?: { readonly code?: string; readonly message?: string } | null;
  readonly output?: readonly Item[];
  readonly usage?: {
    readonly input_tokens?: unknown;
    readonly output_tokens?: unknown;
    readonly input_tokens_details?: { readonly cached_tokens?: unknown };
  } | null;
}

/** https://platform.openai.com/docs/api-reference/responses/create */
export const openAiResponses: CallKind<Request> = {
  start(request, client) {
    const start = openAiStart('chat', request, client);
    const conversation = conversationOf(request);
    return {
      ...start,
      attributes: { ...start.attributes, ...(conversation && { 'gen_ai.conversation.id': conversation }) },
      content: () =>
        contentAttributes({
          'gen_ai.input.messages': messagesOf(request.input),
          'gen_ai.system_instructions':
            typeof request.instructions === 'string' ? [textPart(request.instructions)] : undefined,
        }),
    };
  },
  answer: answerOf,
  collect,
};

function conversationOf({ conversation }: Request): string | undefined {
  const id = (conversation as { id?: unknown } | undefined)?.id ?? conversation;
  return typeof id === 'string' ? id : undefined;
}

function answerOf(response: Response): Answer {
  const { id, model, usage, output } = response;
  const cached = usage?.input_tokens_details?.cached_tokens;
  return {
    id,
    model,
    finishReasons: [finishReason(response)],
    inputTokens: usage?.input_tokens,
    outputTokens: usage?.output_tokens,
    ...(typeof cached === 'number' &&
      cached > 0 && { attributes: { 'gen_ai.usage.cache_read.input_tokens': cached } }),
    content: () => contentAttributes({ 'gen_ai.output.messages': messagesOf(output) }),
  };
}

/** A chat has finish reasons. A response has a status, a reason why it is incomplete, and tool calls. */
function finishReason({ status, incomplete_details: incomplete, output }: Response): string | undefined {
  if (incomplete?.reason) return incomplete.reason === 'max_output_tokens' ? 'length' : incomplete.reason;
  if (status === 'failed') return 'error';
  if (status !== undefined && status !== 'completed') return status;
  return output?.some(({ type }) => type === 'function_call') ? 'tool_calls' : 'stop';
}

interface Event {
  readonly type?: string;
  readonly response?: Response;
}

/** Each event about the entire response contains all of it so far. */
function collect(): StreamCollector {
  let last: Response | undefined;
  return {
    add: ({ response }: Event) => {
      last = response ?? last;
    },
    answer: () =>
      last ? { ...answerOf(last), ...(last.status === 'in_progress' && { finishReasons: [] }) } : {},
    failure() {
      const { code, message } = last?.error ?? {};
      return last?.status === 'failed'
        ? Object.assign(new Error(message), { name: code ?? 'failed' })
        : undefined;
    },
  };
}

function messagesOf(input: unknown): readonly GenAiMessage[] | undefined {
  if (typeof input === 'string') return [{ role: 'user', parts: [textPart(input)] }];
  return Array.isArray(input) ? input.map(messageOf) : undefined;
}

function messageOf(item: Item): GenAiMessage {
  const { type, role = 'assistant', content, name, call_id: id, output } = item;
  if (type === 'function_call')
    return { role, parts: [{ type: 'tool_call', id, name, arguments: item.arguments }] };
  if (type === 'function_call_output') {
    return { role: 'tool', parts: [{ type: 'tool_call_response', id, response: output }] };
  }
  return { role, parts: Array.isArray(content) ? content.map(partOf) : [textPart(content)] };
}

function partOf(part: { readonly text?: unknown } & Part): Part {
  return typeof part?.text === 'string' ? textPart(part.text) : part;
}
