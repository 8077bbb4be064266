import { gunzipSync, inflateSync } from 'node:zlib';
import { asRefusal, Refusal } from './refusal.ts';

const DECOMPRESS = { gzip: gunzipSync, deflate: inflateSync } as const;

/** The content encodings that the receiver reads, as an `accept-encoding` header. */
export const ACCEPTED_ENCODINGS = ['identity', ...Object.keys(DECOMPRESS)].join(', ');

/**
 * Reads a request's body to its end.
 *
 * @param limit maximum number of bytes
 * @throws Refusal `too-large` as soon as there are more, `malformed` when the client gives up before the end.
 */
export function readBody(stream: NodeJS.ReadableStream, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(tooLarge(limit));
    });
    stream.on('end', () => resolve(Buffer.concat(chunks)));
    const cut = () => reject(new Refusal('malformed', `the request was cut off after ${size} bytes`));
    stream.on('aborted', cut);
    stream.on('error', cut);
    stream.on('close', cut);
  });
}

/**
 * Undoes a content encoding (an absent or empty one is `identity`).
 *
 * @param limit maximum number of decoded bytes
 * @throws Refusal `unsupported-encoding`, `too-large`, or `malformed` when the bytes are not in that encoding.
 */
export function decompress(body: Uint8Array, contentEncoding: string, limit: number): Uint8Array {
  if (contentEncoding === 'identity') return body;
  if (!isSupported(contentEncoding)) {
    throw new Refusal(
      'unsupported-encoding',
      `encoding "${contentEncoding}" is not one of ${ACCEPTED_ENCODINGS}`,
    );
  }
  try {
    return DECOMPRESS[contentEncoding](body, { maxOutputLength: limit });
  } catch (error) {
    if (isErrorCode(error, 'ERR_BUFFER_TOO_LARGE')) throw tooLarge(limit);
    throw new Refusal('malformed', `the body is not ${contentEncoding}: ${asRefusal(error).message}`);
  }
}

function isSupported(contentEncoding: string): contentEncoding is keyof typeof DECOMPRESS {
  return Object.hasOwn(DECOMPRESS, contentEncoding);
}

function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function tooLarge(limit: number): Refusal {
  return new Refusal('too-large', `the body has more than ${limit} bytes`);
}
