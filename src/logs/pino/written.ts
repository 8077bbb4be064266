import { ownDescriptor, whileWriting } from '../being-written.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';

/**
 * Marks lines in the output of the process as exported by pino's bridge. It marks lines that are written
 * before the logger returns, and lines that a destination collects to write them together.
 */
export function markPinoWrites(prototype: PinoLogger, { writeSym, streamSym }: PinoSymbols): void {
  const write = prototype[writeSym as symbol];
  if (typeof write !== 'function') return;
  prototype[writeSym as symbol] = function writeExported(this: PinoLogger, ...values: unknown[]) {
    for (const stream of destinationsOf(this[streamSym as symbol])) {
      if (stream.sync === false && typeof stream.fd === 'number') ownDescriptor(stream.fd);
    }
    return whileWriting(() => write.apply(this, values));
  };
}

interface Destination {
  readonly fd?: unknown;
  readonly sync?: unknown;
}

/** A stream, or all streams of a `pino.multistream`. */
function destinationsOf(stream: { readonly streams?: unknown } & Destination): readonly Destination[] {
  if (!Array.isArray(stream?.streams)) return stream ? [stream] : [];
  return stream.streams.map(({ stream: one }) => one).filter(Boolean);
}
