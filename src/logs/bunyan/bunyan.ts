import { noteFailure } from '../../shared/note-failure.ts';
import { whileWriting } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { activeTraceIds } from '../reserved-fields.ts';
import { callerOf } from './caller.ts';
import { type BunyanCall, BunyanExport } from './export.ts';

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
  const exporter = bridge.send ? new BunyanExport(bunyan, bridge) : undefined;
  const running: Running = { call: undefined };
  exportEmitted(prototype, bridge, exporter, running);
  if (exporter) keepCalls(bunyan, running);
  return bunyan;
}

/** The call of a logger's method that is running. */
interface Running {
  call: BunyanCall | undefined;
}

function exportEmitted(
  prototype: Exports,
  bridge: Bridge,
  exporter: BunyanExport | undefined,
  running: Running,
): void {
  const { _emit: emit } = prototype;
  prototype._emit = function emitAndExport(this: Exports, record: Exports, noEmit?: boolean) {
    if (noEmit) return emit.call(this, record, noEmit);
    const { call } = running;
    if (bridge.correlate) addMissing(record, activeTraceIds());
    try {
      if (call && this.src) replaceSource(record);
      if (call) exporter?.send(this, record, call);
    } catch (error) {
      noteFailure('a bunyan record was not exported', error);
    }
    return exporter ? whileWriting(() => emit.call(this, record)) : emit.call(this, record);
  };
}

/** Keeps the arguments of each call while it runs, and the serialized fields. */
function keepCalls({ prototype, levelFromName }: Exports, running: Running): void {
  const { _applySerializers: applySerializers } = prototype;
  prototype._applySerializers = function applyAndKeep(this: Exports, fields: object, excluded?: object) {
    applySerializers.call(this, fields, excluded);
    if (running.call) running.call.serialized = fields as BunyanCall['serialized'];
  };
  for (const name of LEVELS) {
    const log = prototype[name];
    const level: number = levelFromName[name];
    prototype[name] = function logAndKeep(this: Exports, ...values: unknown[]) {
      if (this._level > level) return log.apply(this, values);
      const outer = running.call;
      running.call = { level, values, serialized: undefined };
      try {
        return log.apply(this, values);
      } finally {
        running.call = outer;
      }
    };
  }
}

/** Bunyan counts frames to find its caller, and found ours. */
function replaceSource(record: { src?: unknown }): void {
  const { src } = record;
  if (typeof src === 'object' && src !== null && Reflect.get(src, 'file') === __filename) {
    record.src = callerOf(__filename);
  }
}

function addMissing(
  record: Record<string, unknown>,
  ids: Readonly<Record<string, string>> | undefined,
): void {
  for (const key in ids) if (!Object.hasOwn(record, key)) record[key] = ids[key];
}
