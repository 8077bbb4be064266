import type { Attributes } from '@opentelemetry/api';
import type { OperationStart } from './operation.ts';
import { type Parameters, requestAttributes, serverAttributes } from './request-attributes.ts';

/**
 * The scope of upstream's instrumentation, which this replaces: an application's copy of it adds no second
 * span.
 */
export const OPENAI_SCOPE = '@opentelemetry/instrumentation-openai';

/**
 * Services with OpenAI's API, by the end of their host name:
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/openai/
 */
const PROVIDERS: Readonly<Record<string, string>> = {
  'openai.azure.com': 'azure.ai.openai',
  'services.ai.azure.com': 'azure.ai.inference',
  'api.deepseek.com': 'deepseek',
  'api.groq.com': 'groq',
  'api.mistral.ai': 'mistral_ai',
  'api.perplexity.ai': 'perplexity',
  'api.x.ai': 'x_ai',
  'generativelanguage.googleapis.com': 'gcp.gemini',
};

const PARAMETERS: Parameters = {
  'gen_ai.request.temperature': ['temperature'],
  'gen_ai.request.top_p': ['top_p'],
  'gen_ai.request.max_tokens': ['max_completion_tokens', 'max_output_tokens', 'max_tokens'],
  'gen_ai.request.frequency_penalty': ['frequency_penalty'],
  'gen_ai.request.presence_penalty': ['presence_penalty'],
  'gen_ai.request.stop_sequences': ['stop'],
  'gen_ai.request.seed': ['seed'],
  'openai.request.service_tier': ['service_tier'],
};

interface Request {
  readonly model?: unknown;
  readonly n?: unknown;
  readonly stream?: unknown;
}

/** The part of OpenAI's client that matters here. */
export interface Client {
  readonly baseURL?: unknown;
  /** Only the client for Azure has one, also where it goes through a gateway. */
  readonly apiVersion?: unknown;
}

/** The facts of a request when OpenAI's client makes it. */
export function openAiStart(
  operation: OperationStart['operation'],
  request: Request,
  { baseURL, apiVersion }: Client,
  parameters: Parameters = PARAMETERS,
): OperationStart & { readonly attributes: Attributes } {
  const { model, n, stream } = request;
  const server = serverAttributes(baseURL);
  return {
    scope: OPENAI_SCOPE,
    operation,
    provider: providerOf(String(server['server.address']), apiVersion),
    name: typeof model === 'string' ? model : undefined,
    isStream: stream === true,
    attributes: {
      ...server,
      ...requestAttributes(request, parameters),
      ...(typeof n === 'number' && n !== 1 && { 'gen_ai.request.choice.count': n }),
    },
    asked: request,
  };
}

function providerOf(host: string, apiVersion: unknown): string {
  const known = Object.keys(PROVIDERS).find(end => host === end || host.endsWith(`.${end}`));
  return (known && PROVIDERS[known]) ?? (typeof apiVersion === 'string' ? 'azure.ai.openai' : 'openai');
}
