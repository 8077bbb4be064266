import { isBeingWritten } from '../being-written.ts';
import { createLineReader } from './line-reader.ts';

type Method = (this: unknown, ...values: never[]) => unknown;

type Replace = (original: Method, self: object, values: readonly unknown[]) => unknown;

/**
 * Replaces a method. The new one has the same name and properties, and looks the same to any code that reads
 * them.
 */
export function replaceStreamMethod(target: object, name: string, replace: Replace): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') return;
  const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  const value = new Proxy(original as Method, { apply: replace as never });
  Object.defineProperty(target, name, { value, enumerable, writable: true, configurable: true });
}

/** Output that is written and read. */
export interface WatchedOutput {
  /** Takes what is written to the same descriptor without the stream. */
  add(chunk: string | Uint8Array): void;
  /** Takes a last line without a newline. */
  end(): void;
  /** Whether the stream itself is writing. */
  isWriting(): boolean;
}

/**
 * Reads the lines that are written to a descriptor of the process.
 *
 * @param onLine gets each line that may be a JSON object, in the context in which it is written
 */
export function createOutput(onLine: (line: string) => boolean): WatchedOutput & {
  watch(stream: object, readsWorkers: boolean): void;
} {
  const reader = createLineReader(onLine);
  let isReading = false;
  let isWriting = false;

  /** Output of the export itself, for instance to the console, is not a record. */
  function read(action: () => void): void {
    if (isReading) return;
    isReading = true;
    try {
      action();
    } catch {
      // The application has written this already.
    } finally {
      isReading = false;
    }
  }

  function add(chunk: unknown, encoding?: unknown): void {
    if (isBeingWritten()) return;
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
    read(() => reader.add(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : undefined));
  }

  return {
    add,
    end: () => read(() => reader.end()),
    isWriting: () => isWriting,
    watch(stream, readsWorkers) {
      const piped = { fromWorker: false };
      if (!readsWorkers) watchPipes(stream, piped);
      for (const name of ['write', 'end']) {
        replaceStreamMethod(stream, name, (original, self, values) => {
          const outer = isWriting;
          isWriting = true;
          try {
            return Reflect.apply(original, self, values);
          } finally {
            isWriting = outer;
            if (!piped.fromWorker) add(values[0], values[1]);
          }
        });
      }
    },
  };
}

/**
 * A worker thread reads its output itself, because its requests are known there. This thread then writes the
 * same output once more.
 */
function watchPipes(stream: object, piped: { fromWorker: boolean }): void {
  replaceStreamMethod(stream, 'emit', (original, self, values) => {
    const [event, source] = values as [unknown, object | undefined];
    if (event === 'pipe' && source?.constructor?.name === 'ReadableWorkerStdio') watchSource(source, piped);
    return Reflect.apply(original, self, values);
  });
}

function watchSource(source: object, piped: { fromWorker: boolean }): void {
  replaceStreamMethod(source, 'emit', (original, self, values) => {
    if (values[0] !== 'data') return Reflect.apply(original, self, values);
    piped.fromWorker = true;
    try {
      return Reflect.apply(original, self, values);
    } finally {
      piped.fromWorker = false;
    }
  });
}
