import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceCalled } from '../work/patch-library.ts';
import { untilAbandoned } from './abandoned.ts';
import {
  asked,
  type GenerateRequest,
  geminiAnswer,
  geminiCollector,
  geminiStart,
  type Models,
} from './google-genai-content.ts';
import { tracingTools } from './google-genai-tools.ts';
import { isWithinRequest } from './nesting.ts';
import { Operation } from './operation.ts';
import type { StreamCollector } from './provider-call.ts';
import { observeIterator } from './streams.ts';

interface GoogleGenAi {
  readonly Models?: { readonly prototype: ModelsPrototype };
}

type Method<Result> = (this: Models, request: GenerateRequest, ...rest: unknown[]) => Promise<Result>;

/** The methods that send each request of the public methods, which are created per client. */
interface ModelsPrototype {
  generateContentInternal: Method<object>;
  generateContentStreamInternal: Method<AsyncGenerator<unknown>>;
  embedContentInternal: Method<object>;
  processParamsMaybeAddMcpUsage?: Parameters<typeof tracingTools>[0];
}

/** Creates a span for each contents or embeddings request of Google's client, and for each tool it calls. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets))
    patchExports(name, versions, { exports: patchModels });
}

function patchModels({ Models }: GoogleGenAi): void {
  if (!Models) return;
  replaceCalled(Models.prototype, 'generateContentInternal', original => observing('chat', original));
  replaceCalled(Models.prototype, 'generateContentStreamInternal', streaming);
  replaceCalled(Models.prototype, 'embedContentInternal', original => observing('embeddings', original));
  const { prototype } = Models as { readonly prototype: Required<ModelsPrototype> };
  replaceCalled(prototype, 'processParamsMaybeAddMcpUsage', tracingTools);
}

function observing(operation: 'chat' | 'embeddings', original: Method<object>): Method<object> {
  return function send(this: Models, request, ...rest) {
    if (isWithinRequest()) return original.call(this, request, ...rest);
    const under = start(this, operation, request);
    return settled(
      under,
      () => original.call(this, request, ...rest),
      answer => {
        under.answer(geminiAnswer(answer));
        under.end();
      },
    );
  };
}

function streaming(original: Method<AsyncGenerator<unknown>>): Method<AsyncGenerator<unknown>> {
  return function send(this: Models, request, ...rest) {
    if (isWithinRequest()) return original.call(this, request, ...rest);
    const under = start(this, 'chat', request, true);
    let observed: AsyncGenerator<unknown> | undefined;
    const sent = settled(
      under,
      () => original.call(this, request, ...rest),
      stream => {
        const observer = untilAbandoned(under, reading(under, geminiCollector()));
        observed = observeIterator(stream, observer);
        observer.readBy(observed);
      },
    );
    return sent.then(stream => observed ?? stream);
  };
}

function start(
  models: Models,
  operation: 'chat' | 'embeddings',
  request: GenerateRequest,
  isStream = false,
): Operation {
  return new Operation({ ...geminiStart(models, operation, request, isStream), asked: asked(request) });
}

function reading(under: Operation, collector: StreamCollector) {
  return {
    onChunk: (chunk: unknown) => collector.add(chunk as never),
    onEnd() {
      under.answer(collector.answer());
      under.end();
    },
    onError(error: unknown) {
      under.answer(collector.answer());
      under.fail(error);
    },
  };
}

/** Calls a function within an operation, and reports its result. A rejection ends the operation. */
async function settled<Result>(
  under: Operation,
  call: () => Promise<Result>,
  onResult: (result: Result) => void,
): Promise<Result> {
  let result: Result;
  try {
    result = await under.run(call);
  } catch (error) {
    under.fail(error);
    throw error;
  }
  try {
    onResult(result);
  } catch {
    under.end();
  }
  return result;
}
