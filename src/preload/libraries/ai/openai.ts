import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceCalled } from '../work/patch-library.ts';
import { openAiChat } from './openai-chat.ts';
import { openAiStart } from './openai-request.ts';
import { openAiResponses } from './openai-responses.ts';
import { tracingTools } from './openai-tools.ts';
import { type CallKind, type ClientMethod, observing } from './provider-call.ts';

/** The part of OpenAI's package that matters here. */
interface OpenAi {
  readonly Chat?: { readonly Completions?: Resource };
  readonly Responses?: Resource;
  readonly Embeddings?: Resource;
  readonly Completions?: Resource;
}

interface Resource {
  readonly prototype: { create: ClientMethod; runTools?: Parameters<typeof tracingTools>[0] };
}

type Package = OpenAi & { readonly OpenAI?: OpenAi; readonly default?: OpenAi };

interface Request {
  readonly model?: string;
  readonly input?: unknown;
  readonly prompt?: unknown;
}

/** Creates a span for each chat, response, embeddings or completion request of OpenAI's client. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets))
    patchExports(name, versions, { exports: patchOpenAi });
}

function patchOpenAi(exports: Package): void {
  const openAi = exports.OpenAI ?? exports.default ?? exports;
  patch(openAi.Chat?.Completions, openAiChat);
  const chats = openAi.Chat?.Completions?.prototype;
  if (chats?.runTools) replaceCalled(chats, 'runTools', original => original && tracingTools(original));
  patch(openAi.Responses, openAiResponses);
  patch(openAi.Embeddings, embeddings);
  patch(openAi.Completions, completions);
}

function patch(resource: Resource | undefined, kind: CallKind<never>): void {
  if (resource) replaceCalled(resource.prototype, 'create', observing(kind));
}

/** https://platform.openai.com/docs/api-reference/embeddings/create */
const embeddings: CallKind<Request> = {
  start: (request, client) =>
    openAiStart('embeddings', request, client, {
      'gen_ai.request.encoding_formats': ['encoding_format'],
      'gen_ai.embeddings.dimension.count': ['dimensions'],
    }),
  answer: ({ model, usage }: { model?: unknown; usage?: { prompt_tokens?: unknown } }) => ({
    model,
    inputTokens: usage?.prompt_tokens,
  }),
};

interface Completion {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly choices?: readonly { readonly finish_reason?: unknown }[];
  readonly usage?: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown };
}

/** https://platform.openai.com/docs/api-reference/completions/create, the predecessor of chats. */
const completions: CallKind<Request> = {
  start: (request, client) => openAiStart('text_completion', request, client),
  answer: ({ id, model, choices, usage }: Completion) => ({
    id,
    model,
    finishReasons: choices?.map(choice => choice.finish_reason),
    inputTokens: usage?.prompt_tokens,
    outputTokens: usage?.completion_tokens,
  }),
};
