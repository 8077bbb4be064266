import { tracingChannel } from 'node:diagnostics_channel';
import { ReadableStream } from 'node:stream/web';
import { type Context, context, createContextKey } from '@opentelemetry/api';
import { PUBLISHED_CHANNELS } from '../../../libraries/published-channels.ts';
import { decideContext } from '../await-channels.ts';
import type { SetUp } from '../library-part.ts';
import { untilAbandoned } from './abandoned.ts';
import { answerOf, embeddingsAnswer, streamReader } from './ai-answer.ts';
import { type AiEvent, startOf } from './ai-events.ts';
import { isWithinRequest } from './nesting.ts';
import { Operation } from './operation.ts';
import { serverAttributes } from './request-attributes.ts';
import { observeReadable } from './streams.ts';

/** The AI SDK's message: the same object for all events of an operation. */
interface Message {
  readonly type: string;
  readonly event: AiEvent;
  readonly result?: unknown;
  readonly error?: unknown;
}

interface Result {
  readonly stream?: unknown;
  readonly request?: { readonly url?: unknown };
  readonly output?: { readonly type?: unknown; readonly error?: unknown };
}

/** Running operations, by their messages. */
const underWay = new WeakMap<object, Operation>();

/** Creates a span for each request, tool and agent of the AI SDK since version 7. */
export function observeTelemetryChannel(storage: SetUp['storage']): void {
  const channel = tracingChannel<unknown, Message>(PUBLISHED_CHANNELS.ai[0]);
  decideContext(channel.start, storage, message => {
    const operation = begin(message as Message);
    return noteStream(message as Message, operation?.context ?? context.active());
  });
  channel.subscribe({
    start() {},
    end() {},
    asyncStart() {},
    asyncEnd: message => guarded(() => end(message as Message)),
    error() {},
  });
}

/** Whether the requests of the innermost call are streams. */
const IS_STREAM = createContextKey('otel-run: whether the AI SDK streams');

/** Only the call around requests says whether they are streams. A tool that it calls may ask in the other way. */
function noteStream({ type }: Message, active: Context): Context {
  return type === 'streamText' || type === 'generateText'
    ? active.setValue(IS_STREAM, type === 'streamText')
    : active;
}

/** Node.js rethrows errors of a subscriber. */
function guarded<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function begin(message: Message): Operation | undefined {
  return guarded(() => {
    const start = isWithinRequest() || hasTracer() ? undefined : startOf(message.type, message.event);
    if (!start) return undefined;
    const isStream = message.type === 'languageModelCall' && context.active().getValue(IS_STREAM) === true;
    const operation = new Operation({ ...start, isStream });
    underWay.set(message, operation);
    return operation;
  });
}

/** Whether the application creates the SDK's own spans (`@ai-sdk/otel`). */
export function hasTracer(): boolean {
  const integrations: unknown = Reflect.get(globalThis, 'AI_SDK_TELEMETRY_INTEGRATIONS');
  return (
    Array.isArray(integrations) &&
    integrations.some(integration => typeof integration?.tracer?.startSpan === 'function')
  );
}

function end(message: Message): void {
  const operation = underWay.get(message);
  if (!operation) return;
  const { type, error, result } = message;
  const { stream, output } = (result ?? {}) as Result;
  if (error !== undefined) operation.fail(error);
  else if (output?.type === 'tool-error') operation.fail(output.error);
  else if (type === 'languageModelCall' && stream instanceof ReadableStream) {
    operation.answer({ attributes: serverAttributes((result as Result).request?.url) });
    observeReadable(stream, untilAbandoned(operation, streamReader(operation)));
    return;
  } else if (type === 'languageModelCall') operation.answer(answerOf(result as object));
  else if (type.startsWith('embed')) operation.answer(embeddingsAnswer(result as object));
  operation.end();
}
