import { ownDescriptor, whileWriting } from '../being-written.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';

/**
 * Tells which lines of the process's output are records that pino's bridge exports: those that are written before the
 * logger returns, and those that a destination keeps to write many of them at once.
 */
export function tellPinoWrites(prototype: PinoLogger, { writeSym, streamSym }: PinoSymbols): void {
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

/** Of several streams (`pino.multistream`), each. */
function destinationsOf(stream: { readonly streams?: unknown } & Destination): readonly Destination[] {
  if (!Array.isArray(stream?.streams)) return stream ? [stream] : [];
  return stream.streams.map(({ stream: one }) => one).filter(Boolean);
}
