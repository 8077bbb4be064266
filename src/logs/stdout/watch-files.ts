import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { context } from '@opentelemetry/api';
import { isOwnedDescriptor } from '../being-written.ts';
import { replaceStreamMethod, type WatchedOutput } from './watch-stream.ts';

type Callback = (error: unknown, written?: number, ...rest: unknown[]) => void;

/**
 * Reads output of the process that is written as to a file, without `process.stdout`. Fast loggers write in
 * this way, for instance sonic-boom, pino's destination.
 *
 * @param outputs by descriptor
 */
export function watchFiles(outputs: ReadonlyMap<number, WatchedOutput>): void {
  replaceStreamMethod(fs, 'writeSync', (original, self, values) => {
    const output = outputOf(values[0]);
    const written = Reflect.apply(original, self, values);
    if (output) add(output, values, written);
    return written;
  });
  replaceStreamMethod(fs, 'write', (original, self, values) => {
    const output = outputOf(values[0]);
    const done = values.at(-1);
    if (!output || typeof done !== 'function') return Reflect.apply(original, self, values);
    const active = context.active();
    const told: Callback = (error, written, ...rest) => {
      if (!error) context.with(active, () => add(output, values, written));
      (done as Callback)(error, written, ...rest);
    };
    return Reflect.apply(original, self, [...values.slice(0, -1), told]);
  });
  syncBuiltinESMExports();

  /** The stream of a file calls one of these functions itself. */
  function outputOf(descriptor: unknown): WatchedOutput | undefined {
    const output = outputs.get(descriptor as number);
    return output && !output.isWriting && !isOwnedDescriptor(descriptor) ? output : undefined;
  }
}

/** The system may have written only a part. Then the caller writes the rest. */
function add(output: WatchedOutput, values: readonly unknown[], written: unknown): void {
  if (typeof written !== 'number') return;
  const bytes = bytesOf(values);
  if (bytes) output.add(bytes.subarray(0, written));
}

/**
 * Reads the arguments `(descriptor, buffer, offset, …)`, `(descriptor, buffer, { offset, … })` or
 * `(descriptor, text, position, encoding)`.
 */
function bytesOf([, data, third, fourth]: readonly unknown[]): Uint8Array | undefined {
  if (typeof data === 'string')
    return Buffer.from(data, typeof fourth === 'string' ? (fourth as BufferEncoding) : 'utf8');
  if (!ArrayBuffer.isView(data)) return undefined;
  const offset =
    typeof third === 'number' ? third : Number((third as { offset?: number } | null)?.offset ?? 0);
  return new Uint8Array(data.buffer, data.byteOffset + offset, data.byteLength - offset);
}
