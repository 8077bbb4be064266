import { contentAttributes, type GenAiMessage, type Part, textPart } from './content.ts';
import type { Answer, OperationStart } from './operation.ts';
import type { StreamCollector } from './provider-call.ts';
import { type Parameters, requestAttributes, serverAttributes } from './request-attributes.ts';

/** The part of Google's `models` that matters here. */
export interface Models {
  readonly apiClient?: { isVertexAI?(): boolean; getBaseUrl?(): string };
}

export interface GenerateRequest {
  readonly model?: unknown;
  readonly contents?: unknown;
  readonly content?: unknown;
  readonly config?: { readonly systemInstruction?: unknown; readonly tools?: unknown };
}

interface Content {
  readonly role?: string;
  readonly parts?: readonly GeminiPart[];
}

interface GeminiPart {
  readonly text?: string;
  readonly thought?: boolean;
  readonly functionCall?: { readonly id?: unknown; readonly name?: unknown; readonly args?: unknown };
  readonly functionResponse?: { readonly id?: unknown; readonly name?: unknown; readonly response?: unknown };
}

interface Answered {
  readonly responseId?: unknown;
  readonly modelVersion?: unknown;
  readonly candidates?: readonly { readonly finishReason?: string; readonly content?: Content }[];
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly usageMetadata?: {
    readonly promptTokenCount?: number;
    readonly candidatesTokenCount?: number;
    readonly thoughtsTokenCount?: number;
    readonly cachedContentTokenCount?: number;
  };
}

const PARAMETERS: Parameters = {
  'gen_ai.request.temperature': ['temperature'],
  'gen_ai.request.top_p': ['topP'],
  'gen_ai.request.top_k': ['topK'],
  'gen_ai.request.max_tokens': ['maxOutputTokens'],
  'gen_ai.request.choice.count': ['candidateCount'],
  'gen_ai.request.stop_sequences': ['stopSequences'],
  'gen_ai.request.seed': ['seed'],
  'gen_ai.request.frequency_penalty': ['frequencyPenalty'],
  'gen_ai.request.presence_penalty': ['presencePenalty'],
  'gen_ai.embeddings.dimension.count': ['outputDimensionality'],
};

/** The facts of a request when it is sent: https://ai.google.dev/api/generate-content */
export function geminiStart(
  { apiClient }: Models,
  operation: OperationStart['operation'],
  { model, contents, config }: GenerateRequest,
  isStream: boolean,
): OperationStart {
  return {
    scope: 'otel-run/google-genai',
    operation,
    provider: apiClient?.isVertexAI?.() ? 'gcp.vertex_ai' : 'gcp.gemini',
    name: typeof model === 'string' ? model.replace(/^(?:.*\/)?models\//, '') : undefined,
    isStream,
    attributes: {
      ...serverAttributes(apiClient?.getBaseUrl?.()),
      ...requestAttributes(config ?? {}, PARAMETERS),
    },
    content: () =>
      contentAttributes({
        'gen_ai.input.messages': operation === 'chat' ? messagesOf(contents) : undefined,
        'gen_ai.system_instructions':
          config?.systemInstruction === undefined
            ? undefined
            : messagesOf(config.systemInstruction).flatMap(({ parts }) => parts),
      }),
  };
}

/** Everything in a request that an error may quote. */
export function asked({ contents, content, config }: GenerateRequest): unknown {
  return [contents, content, config];
}

export function geminiAnswer(answered: Answered): Answer {
  const { responseId, modelVersion, candidates, promptFeedback, usageMetadata: usage } = answered;
  const reasons = candidates?.flatMap(({ finishReason }) => finishReason ?? []) ?? [];
  const cached = usage?.cachedContentTokenCount;
  return {
    id: responseId,
    model: modelVersion,
    finishReasons: promptFeedback?.blockReason ? [...reasons, promptFeedback.blockReason] : reasons,
    inputTokens: usage?.promptTokenCount,
    outputTokens: outputTokens(usage),
    ...(cached && { attributes: { 'gen_ai.usage.cache_read.input_tokens': cached } }),
    content: () => contentAttributes({ 'gen_ai.output.messages': candidates?.map(answeredMessage) }),
  };
}

/** Thoughts are counted separately. */
function outputTokens(usage: Answered['usageMetadata']): number | undefined {
  const { candidatesTokenCount: visible, thoughtsTokenCount: thoughts } = usage ?? {};
  return visible === undefined && thoughts === undefined ? undefined : (visible ?? 0) + (thoughts ?? 0);
}

/** The last part of a streamed answer has the totals. */
export function geminiCollector(): StreamCollector {
  let last: Answered = {};
  const parts: GeminiPart[] = [];
  return {
    add(chunk: Answered) {
      last = {
        ...last,
        ...Object.fromEntries(Object.entries(chunk).filter(([, value]) => value !== undefined)),
      };
      parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
    },
    answer() {
      const candidates = last.candidates?.map(candidate => ({
        ...candidate,
        content: { role: 'model', parts },
      }));
      return geminiAnswer({ ...last, ...(candidates && { candidates }) });
    },
  };
}

function messagesOf(contents: unknown): GenAiMessage[] {
  const list = Array.isArray(contents) ? contents : [contents];
  return list.map(content =>
    typeof content === 'string' ? { role: 'user', parts: [textPart(content)] } : messageOf(content),
  );
}

function messageOf(content: Content & GeminiPart): GenAiMessage {
  return { role: content?.role ?? 'user', parts: (content?.parts ?? [content]).map(partOf) };
}

function answeredMessage({
  content,
  finishReason = '',
}: {
  content?: Content;
  finishReason?: string;
}): GenAiMessage {
  return { role: 'assistant', parts: (content?.parts ?? []).map(partOf), finish_reason: finishReason };
}

function partOf(part: GeminiPart): Part {
  const { functionCall: call, functionResponse: response } = part ?? {};
  if (call) return { type: 'tool_call', id: call.id, name: call.name, arguments: call.args };
  if (response) return { type: 'tool_call_response', id: response.id, response: response.response };
  return part?.text === undefined
    ? { type: 'blob' }
    : { type: part.thought ? 'reasoning' : 'text', content: part.text };
}
