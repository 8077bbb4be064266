import { SeverityNumber } from '@opentelemetry/api';
import { noteFailure } from '../../shared/note-failure.ts';
import { whileWriting } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { startRecord } from '../draft.ts';
import { type Emit, openLogScope } from '../emit.ts';
import { addCall } from '../message-and-fields.ts';
import { addField } from '../record.ts';
import { activeTraceIds, namingOf } from '../reserved-fields.ts';
import { severityOfName } from '../severity.ts';

/** The properties of consola's records that we use. All others are the application's. */
interface LogObject {
  readonly args: readonly unknown[];
  readonly type: string;
  readonly level: number;
  readonly tag: string;
  readonly date: Date;
  readonly [field: string]: unknown;
}

const NAMING = namingOf('consola');

/** The names of the record's own properties, and of those that determine its look. */
const OWN: readonly string[] = [
  ...['args', 'type', 'level', 'tag', 'date', 'message', 'additional'],
  ...['icon', 'badge', 'style', 'title', 'stack'],
];

/** By the numbers of consola's levels, from 0. */
const SEVERITIES: readonly SeverityNumber[] = [
  SeverityNumber.ERROR,
  SeverityNumber.WARN,
  SeverityNumber.INFO,
  SeverityNumber.INFO,
  SeverityNumber.DEBUG,
  SeverityNumber.TRACE,
];

const patched = new WeakSet<object>();

/** Exports consola's records to OpenTelemetry. */
export const ConsolaInstrumentation = defineBridge({
  logger: 'consola',
  modules: { consola: patchConsola },
});

/**
 * Patches the method with which every instance passes a record to its reporters, after the check of its
 * level.
 */
function patchConsola(consola: Exports, bridge: Bridge): Exports {
  const prototype = consola.Consola?.prototype ?? Object.getPrototypeOf(consola);
  if (patched.has(prototype)) return consola;
  patched.add(prototype);
  const scopes = new Map<string, Emit>();
  // Version 2 has a second method for instances that write asynchronously.
  for (const name of ['_log', '_logAsync']) {
    const log = prototype[name];
    if (typeof log !== 'function') continue;
    prototype[name] = function logAndExport(this: Exports, record: LogObject, ...rest: unknown[]) {
      const ids = bridge.correlate ? activeTraceIds() : undefined;
      const written = ids ? { ...ids, ...record } : record;
      if (!bridge.send || !hasReporter(this)) return log.call(this, written, ...rest);
      try {
        exportRecord(record);
      } catch (error) {
        noteFailure('a consola record was not exported', error);
      }
      return whileWriting(() => log.call(this, written, ...rest));
    };
  }
  return consola;

  function exportRecord(record: LogObject): void {
    const { args, type, level, tag, date } = record;
    const draft = startRecord(NAMING);
    for (const key of Object.keys(record)) if (!OWN.includes(key)) addField(draft, key, record[key]);
    const body = addCall(draft, args);
    const name = tag || 'consola';
    const emit = scopes.get(name) ?? openLogScope(bridge.provider(), name);
    scopes.set(name, emit);
    emit(draft, { body, severityNumber: severityOf(type, level), severityText: type, timestamp: date });
  }
}

/** Version 2 does not keep its reporters in its options. */
function hasReporter(consola: Exports): boolean {
  return (consola._reporters ?? consola.options?.reporters ?? []).length > 0;
}

/** A custom type gets its severity from its level. */
function severityOf(type: string, level: number): SeverityNumber {
  return severityOfName(type) ?? SEVERITIES[Math.max(0, level)] ?? SeverityNumber.TRACE;
}
