import { noteFailure } from '../../shared/note-failure.ts';
import { whileWriting } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { activeTraceIds } from '../reserved-fields.ts';
import { callerOf } from './caller.ts';
import { type BunyanCall, createBunyanExport } from './export.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

const patched = new WeakSet<object>();

/** Exports bunyan's records to OpenTelemetry. */
export const BunyanInstrumentation = defineBridge({ logger: 'bunyan', modules: { bunyan: patchBunyan } });

/**
 * Patches the prototype of bunyan's loggers. `_emit` gets the record, in which bunyan and the application's
 * fields may have overwritten each other. So the methods of the logger keep the arguments, and
 * `_applySerializers` the serialized fields.
 */
function patchBunyan(bunyan: Exports, bridge: Bridge): Exports {
  const { prototype } = bunyan;
  if (typeof prototype?._emit !== 'function' || patched.has(prototype)) return bunyan;
  patched.add(prototype);
  const send = bridge.send ? createBunyanExport(bunyan, bridge) : undefined;
  const { _emit: emit, _applySerializers: applySerializers } = prototype;
  let call: BunyanCall | undefined;

  prototype._emit = function emitAndExport(this: Exports, record: Exports, noEmit?: boolean) {
    if (noEmit) return emit.call(this, record, noEmit);
    const mine = call;
    if (bridge.correlate) addMissing(record, activeTraceIds());
    try {
      if (mine && this.src) replaceSource(record);
      if (mine) send?.(this, record, mine);
    } catch (error) {
      noteFailure('a bunyan record was not exported', error);
    }
    return send ? whileWriting(() => emit.call(this, record)) : emit.call(this, record);
  };
  if (!send) return bunyan;

  prototype._applySerializers = function applyAndKeep(this: Exports, fields: object, excluded?: object) {
    applySerializers.call(this, fields, excluded);
    if (call) call.serialized = fields as BunyanCall['serialized'];
  };
  for (const name of LEVELS) {
    const log = prototype[name];
    const level: number = bunyan.levelFromName[name];
    prototype[name] = function logAndKeep(this: Exports, ...values: unknown[]) {
      if (this._level > level) return log.apply(this, values);
      const outer = call;
      call = { level, values, serialized: undefined };
      try {
        return log.apply(this, values);
      } finally {
        call = outer;
      }
    };
  }
  return bunyan;

  /** Bunyan counts frames to find its caller, and found ours. */
  function replaceSource(record: { src?: unknown }): void {
    const { src } = record;
    if (typeof src === 'object' && src !== null && Reflect.get(src, 'file') === __filename) {
      record.src = callerOf(__filename);
    }
  }
}

function addMissing(
  record: Record<string, unknown>,
  ids: Readonly<Record<string, string>> | undefined,
): void {
  for (const key in ids) if (!Object.hasOwn(record, key)) record[key] = ids[key];
}
