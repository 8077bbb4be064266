import { StringDecoder } from 'node:string_decoder';

/** A longer line cannot be a log record. This also limits how much of an incomplete line is kept. */
const LONGEST = 1 << 20;

const BRACE = '{';

/** Joins the chunks that are written to a stream into lines that may be JSON objects. */
export interface LineReader {
  /** Takes the next bytes or characters. */
  add(chunk: string | Uint8Array, encoding?: BufferEncoding): void;
  /** Takes the last line, even without a newline, if it is a complete object. */
  end(): void;
}

/**
 * Keeps an incomplete line only if it may become a JSON object, so only if it starts with a brace.
 *
 * @param onLine gets each complete line with the braces of an object, and returns whether it was one
 */
export function createLineReader(onLine: (line: string) => boolean): LineReader {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  let isSkipping = false;

  function addText(text: string): void {
    let start = 0;
    for (;;) {
      const end = text.indexOf('\n', start);
      if (!(end >= start)) break;
      finish(text.slice(start, end));
      start = end + 1;
    }
    keep(text.slice(start));
  }

  function finish(rest: string): void {
    if (!isSkipping) emitLine(pending + rest);
    pending = '';
    isSkipping = false;
  }

  function keep(rest: string): void {
    if (rest === '' || isSkipping) return;
    pending += rest;
    const first = pending.trimStart()[0];
    if ((first !== undefined && first !== BRACE) || pending.length > LONGEST) {
      pending = '';
      isSkipping = true;
    }
  }

  function emitLine(text: string): boolean {
    const line = text.trim();
    return line.startsWith(BRACE) && line.endsWith('}') && line.length <= LONGEST && onLine(line);
  }

  return {
    add(chunk, encoding = 'utf8') {
      if (typeof chunk !== 'string')
        addText(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
      else if (/^utf-?8$/i.test(encoding)) addText(decoder.end() + chunk);
      else addText(decoder.write(Buffer.from(chunk, encoding)));
    },
    end() {
      if (!emitLine(pending)) return;
      pending = '';
      isSkipping = true;
    },
  };
}
