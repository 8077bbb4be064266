import { noteFailure } from '../../shared/note-failure.ts';
import { isOutputRead } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { activeTraceIds } from '../reserved-fields.ts';
import { takeArguments, watchArguments } from './arguments.ts';
import { watchBindings } from './bindings.ts';
import type { Entry } from './entry.ts';
import { createPinoExport } from './export.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';
import { Observer } from './observer.ts';
import { afterStreamWrite, hasStreamWrite, watchStreamWrite } from './stream-write.ts';
import { reachesTransport, watchThreadStream } from './threshold.ts';
import { markPinoWrites } from './written.ts';

const patched = new WeakSet<object>();

/** Exports pino's records to OpenTelemetry. */
export const PinoInstrumentation = defineBridge({
  logger: 'pino',
  modules: { pino: patchPino, 'thread-stream': watchThreadStream },
});

/**
 * Patches the prototype that all loggers of this copy of pino share, including existing ones. `asJson` gets a
 * record's fields, mixin and message together before anything is rendered. It replaces neither the factory
 * nor a stream. While the application's own hooks run, only pino's frames are on the stack.
 */
function patchPino(pino: Exports, bridge: Bridge): Exports {
  const symbols: PinoSymbols = pino.symbols;
  const prototype = prototypeOf(pino);
  const asJson = prototype[symbols.asJsonSym as symbol];
  if (typeof asJson !== 'function' || patched.has(prototype)) return pino;
  patched.add(prototype);
  watchBindings(prototype, symbols);
  if (bridge.send) {
    watchStreamWrite(prototype, symbols);
    watchArguments(prototype, symbols);
    if (isOutputRead()) markPinoWrites(prototype, symbols);
  }
  prototype[symbols.asJsonSym as symbol] = exporting(asJson, bridge, symbols);
  return pino;
}

type AsJson = (this: PinoLogger, fields: object, message: unknown, level: number, time: string) => string;

/** An `asJson` that also exports what it renders. */
function exporting(asJson: AsJson, bridge: Bridge, symbols: PinoSymbols): AsJson {
  const observer = new Observer(symbols);
  const sendQuietly = quietly(createPinoExport(bridge, symbols));

  return function asJsonAndExport(this: PinoLogger, fields, message, level, time) {
    const stamp = bridge.correlate ? time + traceIdsAsJson() : time;
    if (!bridge.send || !reachesTransport(this, symbols, level)) {
      return asJson.call(this, fields, message, level, stamp);
    }
    const values = takeArguments(this);
    if (!observer.isTransformed(this, fields) && !hasStreamWrite(this, symbols)) {
      const line = asJson.call(this, fields, message, level, stamp);
      const quiet = {
        logger: this,
        fields,
        message,
        values,
        resultOf: undefined,
        level,
        time,
        shown: undefined,
      };
      sendQuietly(quiet);
      return line;
    }
    const { line, observed } = observer.observe(this, fields, message, logger =>
      asJson.call(logger, fields, message, level, stamp),
    );
    const entry = { logger: this, ...observed, values, level, time, shown: undefined };
    if (hasStreamWrite(this, symbols)) afterStreamWrite(line, shown => sendQuietly({ ...entry, shown }));
    else sendQuietly(entry);
    return line;
  };
}

/** A failed export must not affect the application that logs. */
function quietly(send: (entry: Entry) => void): (entry: Entry) => void {
  return entry => {
    try {
      send(entry);
    } catch (error) {
      noteFailure('a pino record was not exported', error);
    }
  };
}

function prototypeOf(pino: Exports): Exports {
  const logger = pino({ level: 'silent', base: null }, { write() {} });
  return Object.getPrototypeOf(Object.getPrototypeOf(logger));
}

/**
 * These ids are before bindings and fields. If the application logs one of these names itself, a parser uses
 * its value.
 */
function traceIdsAsJson(): string {
  const ids = activeTraceIds();
  return ids ? `,${JSON.stringify(ids).slice(1, -1)}` : '';
}
