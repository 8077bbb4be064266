import { toGenAiMessages, toGenAiParts } from './ai-content.ts';
import { providerName } from './ai-provider.ts';
import { contentAttributes } from './content.ts';
import type { OperationStart } from './operation.ts';
import { type Parameters, requestAttributes } from './request-attributes.ts';

/** The AI SDK's description of an operation that begins. */
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

/** The operation that an event begins; undefined if other events already describe it. */
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
            'gen_ai.input.messages': toGenAiMessages(event.messages),
            'gen_ai.system_instructions':
              event.instructions === undefined ? undefined : toGenAiParts(event.instructions),
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

/** A loop of requests and tools. The application names it in its telemetry settings. */
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
