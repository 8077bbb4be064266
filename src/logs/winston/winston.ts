import { lookLike } from '../../shared/look-like.ts';
import { noteFailure } from '../../shared/note-failure.ts';
import { quietly } from '../../shared/quietly.ts';
import { isOutputRead } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { activeTraceIds } from '../reserved-fields.ts';
import { createWinstonExport } from './export.ts';
import { type Info, keepOverwritten, snapshot } from './info.ts';
import { mergedValues } from './merged.ts';
import { markWinstonWrites } from './written.ts';

const patched = new WeakSet<object>();

/** Exports winston's records to OpenTelemetry. */
export const WinstonInstrumentation = defineBridge({ logger: 'winston', modules: { winston: patchWinston } });

/**
 * Patches the prototype of winston's loggers at the method that passes a record to the logger's format. The
 * record there is still as it was logged, and the result of the format is the one that winston gets.
 */
function patchWinston(winston: Exports, bridge: Bridge): Exports {
  const prototype = winston.Logger?.prototype;
  if (typeof prototype?._transform !== 'function' || patched.has(prototype)) return winston;
  patched.add(prototype);
  const send = bridge.send ? createWinstonExport(bridge) : undefined;
  if (send) keepOverwritten(prototype);
  const { _transform: transform } = prototype;
  const transformAndExport = function transformAndExport(this: Exports, given: Info, ...rest: unknown[]) {
    // An error here would make the logger's stream wait for this record for ever.
    const { info, ids } = (bridge.correlate && quietly(() => withIds(given))) || { info: given };
    if (send && isOutputRead()) quietly(() => markWinstonWrites(this));
    const format = this.format;
    const watched = send ? watchFormat(this, given, send) : format;
    this.format = watched;
    try {
      return transform.call(this, info, ...rest);
    } finally {
      if (this.format === watched) this.format = format;
      // This is the application's own object.
      if (info === given) for (const key in ids) Reflect.deleteProperty(info, key);
    }
  };
  prototype._transform = lookLike(transformAndExport, transform);
  return winston;
}

/** Replaces a logger's format for one record. The real format is back before any other code can run. */
function watchFormat(logger: Exports, given: Info, send: ReturnType<typeof createWinstonExport>): Exports {
  const { format } = logger;
  if (typeof format?.transform !== 'function') return format;
  return {
    options: format.options,
    transform(info: Info, options: unknown) {
      logger.format = format;
      const logged = quietly(() => snapshot(info));
      const formatted = format.transform(info, options);
      try {
        if (formatted && logged)
          send({ logger, given, logged, formatted, merged: mergedValues(logged, formatted) });
      } catch (error) {
        noteFailure('a winston record was not exported', error);
      }
      return formatted;
    },
  };
}

interface WithIds {
  readonly info: Info;
  /** The ids that were added to it. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A record with those of the active span's ids that the application did not log itself. */
function withIds(given: Info): WithIds | undefined {
  const active = activeTraceIds();
  if (!active) return undefined;
  const ids = Object.fromEntries(Object.entries(active).filter(([key]) => !(key in given)));
  return { info: isPlain(given) ? { ...given, ...ids } : Object.assign(given, ids), ids };
}

/**
 * Plain objects are copied, because the application may log the same object again. Copies of errors, lists
 * and instances of classes would lose what they are.
 */
function isPlain(info: Info): boolean {
  return Object.getPrototypeOf(info) === Object.prototype;
}
