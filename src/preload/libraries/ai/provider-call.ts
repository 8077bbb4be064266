import type { Attributes } from '@opentelemetry/api';
import { untilAbandoned } from './abandoned.ts';
import { type ApiPromise, observeCall } from './api-promise.ts';
import { isWithinRequest } from './nesting.ts';
import { type Answer, Operation, type OperationStart } from './operation.ts';
import { observeIterator, type StreamObserver } from './streams.ts';

/** A client method that sends one request and returns a promise of Stainless's kind. */
// biome-ignore lint/suspicious/noExplicitAny: methods of libraries are passed on as they are called
export type ClientMethod = (this: any, ...args: any[]) => any;

/** How to read the calls of one method. */
export interface CallKind<Request extends object = object> {
  start(
    request: Request,
    client: { readonly baseURL?: unknown; readonly apiVersion?: unknown },
  ): OperationStart;
  answer(result: never): Answer;
  /** Collects the parts of a streamed answer, if there are any. */
  collect?(): StreamCollector;
}

/** Collects the parts of a streamed answer, and describes it at the end. */
export interface StreamCollector {
  add(chunk: never): void;
  answer(): Answer;
  /** An error that a part of the stream reports. */
  failure?(): unknown;
}

/** A stream of these clients: it is iterated, split and piped through this function. */
interface Stream {
  iterator: () => AsyncIterator<unknown>;
  readonly controller?: AbortController;
}

/** Makes each call of a method one operation, until its answer was read. The call's result stays the same. */
export function observing<Request extends object>(
  kind: CallKind<Request>,
): (original: ClientMethod) => ClientMethod {
  return original =>
    function create(this: { readonly _client?: object }, ...args) {
      const [request] = args as [Request | undefined];
      if (typeof request !== 'object' || request === null || isWithinRequest())
        return original.apply(this, args);
      const operation = new Operation(kind.start(request, this?._client ?? {}));
      let call: ApiPromise;
      try {
        call = operation.run(() => original.apply(this, args));
      } catch (error) {
        operation.fail(error);
        throw error;
      }
      observeCall(call, {
        onResult: result => onResult(operation, kind, result),
        onError: error => operation.fail(error),
        onUnread: () => operation.end(),
      });
      return call;
    };
}

function onResult(operation: Operation, kind: CallKind<never>, result: unknown): void {
  try {
    if (isStream(result)) {
      onStream(operation, kind, result);
      return;
    }
    operation.answer(kind.answer(result as never));
  } catch {
    // An answer of unknown shape.
  }
  operation.end();
}

function isStream(result: unknown): result is Stream {
  return (
    typeof (result as Stream | null)?.iterator === 'function' && Symbol.asyncIterator in (result as object)
  );
}

function onStream(operation: Operation, { collect }: CallKind<never>, stream: Stream): void {
  const observer = untilAbandoned(operation, readingOf(operation, collect?.()));
  observer.readBy(stream);
  const { iterator, controller } = stream;
  stream.iterator = function iterate(this: unknown) {
    const observed = observeIterator(iterator.call(this), observer);
    // A reader of a split stream holds no reference to the stream itself.
    observer.readBy(observed);
    return observed;
  };
  // The reader sees the end. The client itself aborts a stream that it failed to read.
  controller?.signal.addEventListener('abort', () => setImmediate(observer.onEnd), { once: true });
}

/** Reports a streamed answer as it is read. */
function readingOf(operation: Operation, collector: StreamCollector | undefined): StreamObserver {
  return {
    onChunk: chunk => collector?.add(chunk as never),
    onEnd() {
      if (collector) operation.answer(collector.answer());
      const failure = collector?.failure?.();
      if (failure === undefined) operation.end();
      else operation.fail(failure);
    },
    onError(error) {
      if (collector) operation.answer(collector.answer());
      operation.fail(error);
    },
  };
}

/** Attributes without missing values. */
export function defined(attributes: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null),
  ) as Attributes;
}
