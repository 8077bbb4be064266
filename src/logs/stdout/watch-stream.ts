import { isBeingWritten } from '../being-written.ts';
import { LineReader } from './line-reader.ts';

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

/** The output that is written to a descriptor of the process. Its lines are read. */
export class WatchedOutput {
  readonly #reader: LineReader;
  #isReading = false;
  #isWriting = false;

  /** @param onLine gets each line that may be a JSON object, in the context in which it is written */
  constructor(onLine: (line: string) => boolean) {
    this.#reader = new LineReader(onLine);
  }

  /** Whether a watched stream itself is writing. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Takes what is written to the descriptor. */
  add(chunk: unknown, encoding?: unknown): void {
    if (isBeingWritten()) return;
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
    const known = typeof encoding === 'string' ? (encoding as BufferEncoding) : undefined;
    this.#read(() => this.#reader.add(chunk, known));
  }

  /** Takes a last line without a newline. */
  end(): void {
    this.#read(() => this.#reader.end());
  }

  /** Takes what is written to a stream of the descriptor. */
  watch(stream: object, readsWorkers: boolean): void {
    const piped = { fromWorker: false };
    if (!readsWorkers) watchPipes(stream, piped);
    for (const name of ['write', 'end']) {
      replaceStreamMethod(stream, name, (original, self, values) => {
        const outer = this.#isWriting;
        this.#isWriting = true;
        try {
          return Reflect.apply(original, self, values);
        } finally {
          this.#isWriting = outer;
          if (!piped.fromWorker) this.add(values[0], values[1]);
        }
      });
    }
  }

  /** Output of the export itself, for instance to the console, is not a record. */
  #read(action: () => void): void {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      action();
    } catch {
      // The application has written this already.
    } finally {
      this.#isReading = false;
    }
  }
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
