import { ReadableStream, type ReadableStreamDefaultReader } from 'node:stream/web';

/** The events of a stream as the application reads it. */
export interface StreamObserver<Chunk = unknown> {
  onChunk(chunk: Chunk): void;
  /** Its last part was read, or the application stopped reading. */
  onEnd(): void;
  onError(error: unknown): void;
}

type Iterator = AsyncIterator<unknown> & Partial<AsyncGenerator<unknown>>;

/** An iterator that reads another one and reports what it reads. It inherits everything else. */
export function observeIterator<Observed extends Iterator>(
  iterator: Observed,
  observer: StreamObserver,
): Observed {
  const settle = async (step: Promise<IteratorResult<unknown>>) => {
    let result: IteratorResult<unknown>;
    try {
      result = await step;
    } catch (error) {
      notify(() => observer.onError(error));
      throw error;
    }
    notify(() => (result.done ? observer.onEnd() : observer.onChunk(result.value)));
    return result;
  };
  const method = (name: 'next' | 'return' | 'throw') => {
    const original = iterator[name] as
      | ((...values: unknown[]) => Promise<IteratorResult<unknown>>)
      | undefined;
    return typeof original === 'function'
      ? { [name]: (...values: unknown[]) => settle(original.apply(iterator, values)) }
      : {};
  };
  const observing = Object.assign(
    Object.create(iterator) as Observed,
    method('next'),
    method('return'),
    method('throw'),
  );
  return Object.assign(observing, { [Symbol.asyncIterator]: () => observing });
}

type Consumer = 'getReader' | 'pipeThrough' | 'pipeTo' | 'tee' | 'values';

const CONSUMERS: readonly Consumer[] = ['getReader', 'pipeThrough', 'pipeTo', 'tee', 'values'];

/**
 * Reports what the application reads of a stream. Until the application asks for the first part, the stream
 * is untouched. Then its methods read from a stream that passes each part on.
 */
export function observeReadable(stream: ReadableStream, observer: StreamObserver): void {
  let passing: ReadableStream | undefined;
  const through = (): ReadableStream => {
    if (passing) return passing;
    for (const name of own) Reflect.deleteProperty(stream, name);
    passing = passingOn(stream.getReader(), observer);
    for (const name of own) define(name);
    return passing;
  };
  const own = [...CONSUMERS, Symbol.asyncIterator, 'cancel'] as const;
  const define = (name: (typeof own)[number]) => {
    const value = (...values: unknown[]) => {
      const target = through();
      return Reflect.apply(Reflect.get(target, name), target, values);
    };
    if (Reflect.get(stream, name))
      Object.defineProperty(stream, name, { value, configurable: true, writable: true });
  };
  for (const name of own) define(name);
}

function passingOn(reader: ReadableStreamDefaultReader, observer: StreamObserver): ReadableStream {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          notify(() => (done ? observer.onEnd() : observer.onChunk(value)));
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          notify(() => observer.onError(error));
          controller.error(error);
        }
      },
      cancel(reason) {
        notify(() => observer.onEnd());
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Errors of an observer must not reach the reader. */
function notify(action: () => void): void {
  try {
    action();
  } catch {
    // An answer of unknown shape.
  }
}
