import { hostname } from 'node:os';
import type { Logger } from '@opentelemetry/api';
import type { Bridge, Exports } from './bridge.ts';
import { isError } from './errors.ts';
import { toPlain } from './plain-value.ts';
import { addField, addRenderedError, type Draft, emitRecord, startRecord } from './record.ts';
import { fieldNames } from './reserved-fields.ts';
import { severityOfNumber } from './severity.ts';

/** One call of a logger's method. */
export interface Call {
  readonly level: number;
  readonly values: readonly unknown[];
  /** The fields among `values` once the logger's serializers were applied; undefined where it has none. */
  serialized: Readonly<Record<string, unknown>> | undefined;
}

const NAMES = fieldNames('bunyan');

/** Values of the record's own that bunyan puts among the fields of every logger. */
const OWN: Readonly<Record<string, unknown>> = { pid: process.pid, hostname: hostname() };

/** Makes log records of bunyan's. */
export function createExporter(bunyan: Exports, bridge: Bridge) {
  const loggers = new Map<string, Logger>();
  const standardError = bunyan.stdSerializers?.err;

  return function send(log: Exports, record: Exports, call: Call): void {
    if (!log.streams.some((stream: { level: number }) => stream.level <= call.level)) return;
    const draft = startRecord(NAMES);
    const given = fieldsOf(call.values);
    const fields = call.serialized ?? given;
    for (const key in log.fields) {
      const value = log.fields[key];
      if (key !== 'name' && value !== OWN[key] && !(key in fields)) addField(draft, key, value);
    }
    const [first] = call.values;
    if (isError(first)) addError('err', first, record.err, draft, log);
    for (const key of Object.keys(fields)) {
      const raw = given[key];
      if (isError(raw)) addError(key, raw, fields[key], draft, log);
      else addField(draft, key, fields[key]);
    }
    if (call.values.length > 1 && !('exception.type' in draft.attributes)) {
      const argument = call.values.slice(1).find(isError);
      if (argument) addField(draft, freeKey(draft), argument);
    }
    if (log.src && !('src' in fields)) draft.attributes.src = toPlain(record.src, draft.bounds) ?? null;
    emitRecord(scope(log.fields.name), draft, {
      body: record.msg,
      severityNumber: severityOfNumber(call.level),
      severityText: bunyan.nameFromLevel[call.level],
      timestamp: hasOwnTime(log, fields) ? undefined : record.time,
    });
  };

  function addError(key: string, error: Error, shown: unknown, draft: Draft, log: Exports): void {
    const serializer = log.serializers?.[key];
    const isUntouched = shown === error || serializer === undefined || serializer === standardError;
    if (isUntouched) addField(draft, key, error);
    else addRenderedError(draft, key, error, shown);
  }

  function scope(name: unknown): Logger {
    const key = typeof name === 'string' ? name : 'bunyan';
    const logger = loggers.get(key) ?? bridge.provider().getLogger(key);
    loggers.set(key, logger);
    return logger;
  }
}

/** The fields among the values that a logger was called with; an error, text, list or buffer in their place is none. */
function fieldsOf([first]: readonly unknown[]): Readonly<Record<string, unknown>> {
  const isFields =
    typeof first === 'object' &&
    first !== null &&
    !Array.isArray(first) &&
    !Buffer.isBuffer(first) &&
    !isError(first);
  return isFields ? (first as Record<string, unknown>) : {};
}

/** Whether the application wrote the record's `time` itself. */
function hasOwnTime(log: Exports, fields: Readonly<Record<string, unknown>>): boolean {
  return 'time' in fields || 'time' in log.fields;
}

function freeKey(draft: Draft): string {
  return 'err' in draft.attributes ? 'error' : 'err';
}
