import type { Attributes } from '@opentelemetry/api';
import { type ApiPromise, observeCall } from './api-promise.ts';
import { isWithinRequest } from './nesting.ts';
import { type Answer, Operation, type OperationStart } from './operation.ts';
import { observeIterator } from './streams.ts';

/** A method of a client that sends one request and returns a promise of Stainless's kind. */
// biome-ignore lint/suspicious/noExplicitAny: methods of libraries are passed on as they are called
export type ClientMethod = (this: any, ...args: any[]) => any;

/** How the calls of one method are understood. */
export interface CallKind<Request extends object = object> {
  start(request: Request, client: { readonly baseURL?: unknown }): OperationStart;
  answer(result: never): Answer;
  /** Collects the parts of a streamed answer, where there are such. */
  collect?(): StreamCollector;
}

/** Takes the parts of a streamed answer, and tells what is known of it in the end. */
export interface StreamCollector {
  add(chunk: never): void;
  answer(): Answer;
  /** An error that the stream tells of in a part. */
  failure?(): unknown;
}

/** A stream as these clients hand it out: iterated, split and piped by this function. */
interface Stream {
  iterator: () => AsyncIterator<unknown>;
  readonly controller?: AbortController;
}

/** Has each call of a method be one operation, until its answer was read to the end. The call returns what it did. */
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
    // An answer of a shape that nobody has seen.
  }
  operation.end();
}

function isStream(result: unknown): result is Stream {
  return (
    typeof (result as Stream | null)?.iterator === 'function' && Symbol.asyncIterator in (result as object)
  );
}

function onStream(operation: Operation, { collect }: CallKind<never>, stream: Stream): void {
  const collector = collect?.();
  const end = () => {
    if (collector) operation.answer(collector.answer());
    const failure = collector?.failure?.();
    if (failure === undefined) operation.end();
    else operation.fail(failure);
  };
  const { iterator, controller } = stream;
  stream.iterator = function iterate(this: unknown) {
    return observeIterator(iterator.call(this), {
      onChunk: chunk => collector?.add(chunk as never),
      onEnd: end,
      onError(error) {
        if (collector) operation.answer(collector.answer());
        operation.fail(error);
      },
    });
  };
  // The reader meets the end. The client itself aborts what it failed to read.
  controller?.signal.addEventListener('abort', () => setImmediate(end), { once: true });
}

/** Attributes that are there only where a value is. */
export function defined(attributes: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null),
  ) as Attributes;
}
