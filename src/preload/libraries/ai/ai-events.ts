import { contentAttributes, type GenAiMessage, type Part, textPart } from './content.ts';
import type { Answer, Operation, OperationStart } from './operation.ts';
import { type Parameters, requestAttributes, serverAttributes } from './request-attributes.ts';
import type { StreamObserver } from './streams.ts';

/** What the AI SDK tells of an operation when it begins. */
export interface AiEvent {
  readonly provider?: string;
  readonly modelId?: string;
  readonly functionId?: string;
  readonly tools?: object;
  readonly toolCall?: { readonly toolName?: string; readonly toolCallId?: string; readonly input?: unknown };
  readonly messages?: unknown;
  readonly instructions?: unknown;
  readonly value?: unknown;
  readonly values?: unknown;
}

export const AI_SCOPE = 'otel-run/ai';

const PARAMETERS: Parameters = {
  'gen_ai.request.temperature': ['temperature'],
  'gen_ai.request.top_p': ['topP'],
  'gen_ai.request.top_k': ['topK'],
  'gen_ai.request.max_tokens': ['maxOutputTokens'],
  'gen_ai.request.frequency_penalty': ['frequencyPenalty'],
  'gen_ai.request.presence_penalty': ['presencePenalty'],
  'gen_ai.request.stop_sequences': ['stopSequences'],
  'gen_ai.request.seed': ['seed'],
};

/** The SDK's names of providers, which may end with an API's, as the conventions have them. */
const PROVIDERS: Readonly<Record<string, string>> = {
  'google.generative-ai': 'gcp.gemini',
  google: 'gcp.gemini',
  'google.vertex': 'gcp.vertex_ai',
  vertex: 'gcp.vertex_ai',
  'amazon-bedrock': 'aws.bedrock',
  azure: 'azure.ai.openai',
  'azure-openai': 'azure.ai.openai',
  mistral: 'mistral_ai',
  xai: 'x_ai',
};

/** `openai.chat` → `openai`. */
export function providerName(provider: string | undefined): string | undefined {
  if (provider === undefined) return undefined;
  const [first = provider, second] = provider.split('.');
  return PROVIDERS[`${first}.${second}`] ?? PROVIDERS[first] ?? first;
}

/** The operation that an event begins; undefined for what says again what others say. */
export function startOf(type: string, event: AiEvent): OperationStart | undefined {
  const { provider, modelId, functionId } = event;
  const common = { scope: AI_SCOPE, provider: providerName(provider) };
  switch (type) {
    case 'generateText':
    case 'streamText':
      return isEmpty(event.tools)
        ? undefined
        : {
            ...agentStart(functionId, common.provider, modelId),
            asked: [event.messages, event.instructions],
          };
    case 'languageModelCall':
      return {
        ...common,
        operation: 'chat',
        name: modelId,
        attributes: requestAttributes(event, PARAMETERS),
        asked: [event.messages, event.instructions],
        content: () =>
          contentAttributes({
            'gen_ai.input.messages': messagesOf(event.messages),
            'gen_ai.system_instructions':
              event.instructions === undefined ? undefined : partsOf(event.instructions),
          }),
      };
    case 'embed':
    case 'embedMany':
      return { ...common, operation: 'embeddings', name: modelId, asked: [event.value, event.values] };
    case 'executeTool':
      return toolStart(event.toolCall?.toolName, event.toolCall?.toolCallId, event.toolCall?.input);
    default:
      return undefined;
  }
}

function isEmpty(tools: object | undefined): boolean {
  return !tools || Object.keys(tools).length === 0;
}

/** A loop of requests and tools. Its name is the one that the application gives it for telemetry. */
export function agentStart(
  name: string | undefined,
  provider: string | undefined,
  model: string | undefined,
): OperationStart {
  return {
    scope: AI_SCOPE,
    operation: 'invoke_agent',
    provider,
    name,
    attributes: {
      ...(name !== undefined && { 'gen_ai.agent.name': name }),
      ...(model !== undefined && { 'gen_ai.request.model': model }),
    },
  };
}

export function toolStart(name: string | undefined, id: unknown, input: unknown): OperationStart {
  return {
    scope: AI_SCOPE,
    operation: 'execute_tool',
    name,
    attributes: {
      'gen_ai.tool.type': 'function',
      ...(name !== undefined && { 'gen_ai.tool.name': name }),
      ...(typeof id === 'string' && { 'gen_ai.tool.call.id': id }),
    },
    asked: [input],
    content: () => contentAttributes({ 'gen_ai.tool.call.arguments': input }),
  };
}

interface Generated {
  readonly content?: readonly ContentPart[];
  readonly finishReason?: { readonly unified?: string } | string;
  readonly usage?: { readonly inputTokens?: Tokens; readonly outputTokens?: Tokens };
  readonly response?: { readonly id?: unknown; readonly modelId?: unknown };
  readonly request?: { readonly url?: unknown };
}

type Tokens = number | { readonly total?: number };

interface ContentPart {
  readonly type: string;
  readonly text?: string;
  readonly toolCallId?: unknown;
  readonly toolName?: unknown;
  readonly input?: unknown;
  readonly output?: unknown;
}

/** What is known of a request's answer. */
export function answerOf({ content, finishReason, usage, response, request }: Generated): Answer {
  const reason = typeof finishReason === 'object' ? finishReason.unified : finishReason;
  return {
    id: response?.id,
    model: response?.modelId,
    finishReasons: reason ? [reason] : [],
    inputTokens: total(usage?.inputTokens),
    outputTokens: total(usage?.outputTokens),
    attributes: serverAttributes(request?.url),
    content: () =>
      contentAttributes({
        'gen_ai.output.messages': content && [
          { role: 'assistant', parts: content.map(partOf), finish_reason: reason ?? '' },
        ],
      }),
  };
}

export function embeddingsAnswer({ usage }: { readonly usage?: { readonly tokens?: number } }): Answer {
  return { inputTokens: usage?.tokens };
}

function total(tokens: Tokens | undefined): number | undefined {
  return typeof tokens === 'object' ? tokens?.total : tokens;
}

interface StreamPart extends Generated {
  readonly type: string;
  readonly id?: unknown;
  readonly modelId?: unknown;
  readonly error?: unknown;
  readonly delta?: string;
}

/** Reads a streamed answer along with the application: its last part has the tokens. */
export function streamReader(operation: Operation): StreamObserver {
  let told = '';
  let failure: unknown;
  return {
    onChunk(part) {
      const { type, id, modelId, delta, error, ...rest } = part as StreamPart;
      if (type === 'response-metadata') operation.answer({ id, model: modelId });
      if (type === 'text-delta') told += delta ?? '';
      if (type === 'error') failure = error;
      if (type === 'finish') operation.answer(answerOf({ ...rest, content: [{ type: 'text', text: told }] }));
    },
    onEnd: () => (failure === undefined ? operation.end() : operation.fail(failure)),
    onError: error => operation.fail(error),
  };
}

function messagesOf(messages: unknown): readonly GenAiMessage[] | undefined {
  return Array.isArray(messages)
    ? messages.map(({ role, content }) => ({ role, parts: partsOf(content) }))
    : undefined;
}

function partsOf(content: unknown): readonly Part[] {
  if (typeof content === 'string') return [textPart(content)];
  return Array.isArray(content) ? content.map(partOf) : [];
}

function partOf({ type, text: told, toolCallId: id, toolName: name, input, output }: ContentPart): Part {
  if (type === 'text' || type === 'reasoning') return { type, content: told };
  if (type === 'tool-call') return { type: 'tool_call', id, name, arguments: input };
  return type === 'tool-result' ? { type: 'tool_call_response', id, response: output } : { type };
}
