import { StringDecoder } from 'node:string_decoder';

/** A longer line cannot be a log record. This also limits how much of an incomplete line is kept. */
const LONGEST = 1 << 20;

const BRACE = '{';

/**
 * Joins the chunks that are written to a stream into lines that may be JSON objects. Keeps an incomplete line
 * only if it may become a JSON object, so only if it starts with a brace.
 */
export class LineReader {
  readonly #onLine: (line: string) => boolean;
  readonly #decoder = new StringDecoder('utf8');
  #pending = '';
  #isSkipping = false;

  /** @param onLine gets each complete line with the braces of an object, and returns whether it was one */
  constructor(onLine: (line: string) => boolean) {
    this.#onLine = onLine;
  }

  /** Takes the next bytes or characters. */
  add(chunk: string | Uint8Array, encoding: BufferEncoding = 'utf8'): void {
    const decoder = this.#decoder;
    if (typeof chunk !== 'string')
      this.#addText(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
    else if (/^utf-?8$/i.test(encoding)) this.#addText(decoder.end() + chunk);
    else this.#addText(decoder.write(Buffer.from(chunk, encoding)));
  }

  /** Takes the last line, even without a newline, if it is a complete object. */
  end(): void {
    if (!this.#emitLine(this.#pending)) return;
    this.#pending = '';
    this.#isSkipping = true;
  }

  #addText(text: string): void {
    let start = 0;
    for (;;) {
      const end = text.indexOf('\n', start);
      if (!(end >= start)) break;
      this.#finish(text.slice(start, end));
      start = end + 1;
    }
    this.#keep(text.slice(start));
  }

  #finish(rest: string): void {
    if (!this.#isSkipping) this.#emitLine(this.#pending + rest);
    this.#pending = '';
    this.#isSkipping = false;
  }

  #keep(rest: string): void {
    if (rest === '' || this.#isSkipping) return;
    this.#pending += rest;
    const first = this.#pending.trimStart()[0];
    if ((first !== undefined && first !== BRACE) || this.#pending.length > LONGEST) {
      this.#pending = '';
      this.#isSkipping = true;
    }
  }

  #emitLine(text: string): boolean {
    const line = text.trim();
    return line.startsWith(BRACE) && line.endsWith('}') && line.length <= LONGEST && this.#onLine(line);
  }
}
