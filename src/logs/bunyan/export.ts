import { hostname } from 'node:os';
import { isError } from '../../shared/is-error.ts';
import type { Bridge, Exports } from '../bridge.ts';
import { type Draft, startRecord } from '../draft.ts';
import { type Emit, openLogScope } from '../emit.ts';
import { toPlain } from '../plain-value.ts';
import { addArgumentError, addField, addRenderedError } from '../record.ts';
import { namingOf } from '../reserved-fields.ts';
import { severityOfNumber } from '../severity.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One call of a logger's method. */
export interface BunyanCall {
  readonly level: number;
  readonly values: readonly unknown[];
  /** The fields in `values` after the logger's serializers; undefined if it has none. */
  serialized: Fields | undefined;
}

// Faster in a loop over a record's fields than `Object.hasOwn`.
const ownProperty = Object.prototype.hasOwnProperty;

const NAMING = namingOf('bunyan');

const NO_FIELDS: Fields = {};

/** The values that bunyan adds to the fields of every logger. */
const OWN: Fields = { pid: process.pid, hostname: hostname() };

/** Makes log records from bunyan's. */
export class BunyanExport {
  readonly #bunyan: Exports;
  readonly #bridge: Bridge;
  readonly #standardError: unknown;
  readonly #scopes = new Map<string, Emit>();

  constructor(bunyan: Exports, bridge: Bridge) {
    this.#bunyan = bunyan;
    this.#bridge = bridge;
    this.#standardError = bunyan.stdSerializers?.err;
  }

  send(log: Exports, record: Exports, call: BunyanCall): void {
    if (!isTaken(log.streams, call.level)) return;
    const { values } = call;
    const [first] = values;
    const draft = startRecord(NAMING);
    const given = isFields(first) ? first : NO_FIELDS;
    // If an error is in their place, bunyan serializes a field that it made itself.
    const fields = isError(first) ? NO_FIELDS : (call.serialized ?? given);
    const bound = log.fields;
    addBound(draft, bound, fields);
    if (isError(first)) this.#addError('err', first, record.err, draft, log);
    this.#addFields(draft, given, fields, log);
    for (let position = 1; position < values.length; position++) {
      const value = values[position];
      if (isError(value)) addArgumentError(draft, value, fields);
    }
    if (log.src && !('src' in fields)) draft.attributes.src = toPlain(record.src, draft) ?? null;
    this.#scope(bound.name)(draft, {
      body: record.msg,
      severityNumber: severityOfNumber(call.level),
      severityText: this.#bunyan.nameFromLevel[call.level],
      timestamp: 'time' in fields || 'time' in bound ? undefined : record.time,
    });
  }

  /** @param fields the given fields after the logger's serializers */
  #addFields(draft: Draft, given: Fields, fields: Fields, log: Exports): void {
    for (const key in fields) {
      if (!ownProperty.call(fields, key)) continue;
      // Each getter is called only once.
      const raw = given[key];
      if (fields === given) addField(draft, key, raw);
      else if (isError(raw)) this.#addError(key, raw, fields[key], draft, log);
      else addField(draft, key, fields[key]);
    }
  }

  #addError(key: string, error: Error, shown: unknown, draft: Draft, log: Exports): void {
    const serializer = log.serializers?.[key];
    const isUntouched = shown === error || serializer === undefined || serializer === this.#standardError;
    if (isUntouched) addField(draft, key, error);
    else addRenderedError(draft, key, error, shown);
  }

  #scope(name: unknown): Emit {
    const key = typeof name === 'string' ? name : 'bunyan';
    const known = this.#scopes.get(key);
    if (known !== undefined) return known;
    const emit = openLogScope(this.#bridge.provider(), key);
    this.#scopes.set(key, emit);
    return emit;
  }
}

function addBound(draft: Draft, bound: Exports, fields: object): void {
  for (const key in bound) {
    const value = bound[key];
    if (key !== 'name' && value !== OWN[key] && !(key in fields)) addField(draft, key, value);
  }
}

/** Whether any stream accepts records of a level. */
function isTaken(streams: readonly { readonly level: number }[], level: number): boolean {
  for (const stream of streams) if (stream.level <= level) return true;
  return false;
}

/**
 * Whether the first argument of a call is an object with fields, not an error, a string, a list or a buffer.
 */
function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  return !(Array.isArray(value) || isError(value) || Buffer.isBuffer(value));
}
