import { type ContentPart, toGenAiPart } from './ai-content.ts';
import { contentAttributes } from './content.ts';
import type { Answer, Operation } from './operation.ts';
import { serverAttributes } from './request-attributes.ts';
import type { StreamObserver } from './streams.ts';

interface Generated {
  readonly content?: readonly ContentPart[];
  readonly finishReason?: { readonly unified?: string } | string;
  readonly usage?: { readonly inputTokens?: Tokens; readonly outputTokens?: Tokens };
  readonly response?: { readonly id?: unknown; readonly modelId?: unknown };
  readonly request?: { readonly url?: unknown };
}

type Tokens = number | { readonly total?: number };

/** The known facts of a request's answer. */
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
          { role: 'assistant', parts: content.map(toGenAiPart), finish_reason: reason ?? '' },
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

/** Reads a streamed answer as the application reads it. Its last part has the tokens. */
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
