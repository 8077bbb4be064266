import { types } from 'node:util';
import type { AnyValue } from '@opentelemetry/api';
import { errorMessage } from '../error-message.ts';
import { errorToMap, isError } from './errors.ts';
import { isSecretName, REDACTED, redactQueries } from './secrets.ts';

/** How much of one record is converted, and what was left out. */
export interface Bounds {
  /** Values that may still be converted. */
  remaining: number;
  /** Values left out, for `droppedAttributesCount`. */
  dropped: number;
}

export type AnyMap = Record<string, AnyValue>;

const MOST_VALUES = 5_000;

/** Objects within objects that are looked into. */
export const DEEPEST = 12;

const CIRCULAR = '[Circular]';

const TRUNCATED = '[Truncated]';

/** The SDK refuses a map whose `constructor` is not `Object`, and takes `__proto__` for the prototype. */
const UNUSABLE_KEYS = ['__proto__', 'constructor'];

/** The bounds of a new record. */
export function newBounds(): Bounds {
  return { remaining: MOST_VALUES, dropped: 0 };
}

/**
 * Converts anything an application can log to a value that OTLP can carry, as `JSON.stringify` would look at it but
 * without its losses: not-a-number and bytes stay, maps, sets and errors are shown.
 *
 * @returns undefined for what no logger shows: undefined, functions and symbols
 */
export function toPlain(value: unknown, bounds: Bounds, parents: object[] = []): AnyValue | undefined {
  switch (typeof value) {
    case 'string':
      return redactQueries(value);
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      return value === null ? null : objectToPlain(value, bounds, parents);
    default:
      return undefined;
  }
}

/** The own enumerable properties of an object as a map, secrets redacted. */
export function toMap(
  source: object,
  bounds: Bounds,
  parents: object[],
  without?: readonly string[],
): AnyMap {
  const map: AnyMap = {};
  for (const key of Object.keys(source)) {
    if (without?.includes(key)) continue;
    put(map, key, read(source, key), bounds, parents);
  }
  return map;
}

/** Puts one converted value into a map; what converts to undefined is left out. */
export function put(map: AnyMap, key: string, value: unknown, bounds: Bounds, parents: object[]): void {
  if (bounds.remaining-- <= 0) {
    bounds.dropped++;
    return;
  }
  const plain = isSecretName(key) ? redact(value) : toPlain(value, bounds, parents);
  if (plain !== undefined) map[UNUSABLE_KEYS.includes(key) ? `field_${key}` : key] = plain;
}

/** What is exported of a secret: that there was one. */
export function redact(value: unknown): AnyValue | undefined {
  if (value === null || typeof value === 'boolean') return value;
  return value === undefined || typeof value === 'function' || typeof value === 'symbol'
    ? undefined
    : REDACTED;
}

function objectToPlain(value: object, bounds: Bounds, parents: object[]): AnyValue | undefined {
  if (parents.includes(value)) return CIRCULAR;
  if (parents.length >= DEEPEST) {
    bounds.dropped++;
    return TRUNCATED;
  }
  parents.push(value);
  const plain = contentsOf(value, bounds, parents);
  parents.pop();
  return plain;
}

function contentsOf(value: object, bounds: Bounds, inside: object[]): AnyValue | undefined {
  if (Array.isArray(value)) return toList(value, bounds, inside);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const special = specialToPlain(value, bounds, inside);
    if (special !== undefined) return special;
  }
  const toJson = read(value, 'toJSON');
  if (typeof toJson !== 'function') return toMap(value, bounds, inside);
  try {
    const json = toJson.call(value, '');
    return json === value ? toMap(value, bounds, inside) : toPlain(json, bounds, inside);
  } catch (error) {
    return `[${errorMessage(error)}]`;
  }
}

/** Objects that say nothing, or the wrong thing, to `JSON.stringify`; undefined for any other. */
function specialToPlain(value: object, bounds: Bounds, inside: object[]): AnyValue | undefined {
  if (isError(value)) return errorToMap(value, bounds, inside);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return toList(Array.from(value as unknown as Iterable<unknown>), bounds, inside);
  }
  if (value instanceof Map) return toMap(Object.fromEntries(value), bounds, inside);
  if (value instanceof Set) return toList([...value], bounds, inside);
  if (value instanceof RegExp || value instanceof URLSearchParams) return redactQueries(String(value));
  if (types.isBoxedPrimitive(value)) return toPlain(value.valueOf(), bounds, inside);
  return undefined;
}

function toList(values: readonly unknown[], bounds: Bounds, inside: object[]): AnyValue[] {
  const list: AnyValue[] = [];
  for (const value of values) {
    if (bounds.remaining-- <= 0) {
      bounds.dropped += values.length - list.length;
      break;
    }
    list.push(toPlain(value, bounds, inside) ?? null);
  }
  return list;
}

function read(source: object, key: string): unknown {
  try {
    return (source as Record<string, unknown>)[key];
  } catch (error) {
    return `[${errorMessage(error)}]`;
  }
}
