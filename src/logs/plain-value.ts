import type { AnyValue } from '@opentelemetry/api';
import { areContentsQuoted } from '../shared/content-names.ts';
import { errorMessage } from '../shared/error-message.ts';
import { withoutKnown } from '../shared/quoted-texts.ts';
import { isHidden } from '../shared/secret-names.ts';
import { createNaming, type Named } from './naming.ts';
import { ordinaryForm } from './ordinary-form.ts';
import { readProperty } from './read-property.ts';
import { REDACTED, redactNamedValue, redactPairs, redactText } from './secrets.ts';
import { cutBytes, cutText, mostCharacters } from './value-length.ts';

/** How much of one record may still be converted, and how much was left out. */
export interface Bounds {
  /** Values that may still be converted. */
  remaining: number;
  /** Characters of strings that may still be converted. */
  characters: number;
  /** Values left out, for `droppedAttributesCount`. */
  dropped: number;
}

export type AnyMap = Record<string, AnyValue>;

export const MOST_VALUES = 5_000;

/** How deep nested objects are converted. */
export const DEEPEST = 12;

const CIRCULAR = '[Circular]';

const TRUNCATED = '[Truncated]';

/** The SDK rejects a map whose `constructor` is not `Object`, and uses `__proto__` as the prototype. */
const namedInMap = createNaming(['__proto__', 'constructor']);

/** The bounds of a new record. */
export function newBounds(): Bounds {
  return { remaining: MOST_VALUES, characters: mostCharacters(), dropped: 0 };
}

/**
 * Converts any value that an application logs to one that OTLP can carry. It reads objects as
 * `JSON.stringify` does, but without its losses: NaN and bytes are kept, and maps, sets and errors are shown.
 *
 * @param parents the objects that contain the value, outermost first
 * @returns undefined for what no logger shows: undefined, functions and symbols
 */
export function toPlain(value: unknown, bounds: Bounds, parents?: object[]): AnyValue | undefined {
  switch (typeof value) {
    case 'string':
      return textToPlain(value, bounds);
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      return value === null ? null : objectToPlain(value, bounds, parents ?? []);
    default:
      return undefined;
  }
}

/** The exported value of a field. For a secret, it only says that there was one. */
export function toExported(
  value: unknown,
  { secrecy }: Named,
  bounds: Bounds,
  parents?: object[],
): AnyValue | undefined {
  return secrecy && isHidden(secrecy, value) ? REDACTED : toPlain(value, bounds, parents);
}

/** The own enumerable properties of an object as a map, with secrets redacted. */
export function toMap(source: object, bounds: Bounds, parents: object[]): AnyMap {
  const map: AnyMap = {};
  for (const key of Object.keys(source)) put(map, key, readProperty(source, key), bounds, parents);
  redactNamedValue(map);
  return map;
}

/** Converts a value and puts it into a map, unless the result is undefined. */
export function put(map: AnyMap, key: string, value: unknown, bounds: Bounds, parents?: object[]): void {
  if (bounds.remaining-- <= 0) {
    bounds.dropped++;
    return;
  }
  const named = namedInMap(key);
  const plain = toExported(value, named, bounds, parents);
  if (plain !== undefined) map[named.attribute] = plain;
}

function textToPlain(value: string, bounds: Bounds): string | undefined {
  const text = cutText(value);
  bounds.characters -= text.length;
  if (bounds.characters >= 0) return redactText(areContentsQuoted() ? withoutKnown(text) : text);
  bounds.dropped++;
  return undefined;
}

function objectToPlain(value: object, bounds: Bounds, parents: object[]): AnyValue | undefined {
  if (parents.includes(value)) return CIRCULAR;
  if (parents.length >= DEEPEST) {
    bounds.dropped++;
    return TRUNCATED;
  }
  parents.push(value);
  try {
    return contentsOf(value, bounds, parents);
  } catch (error) {
    // Its `toJSON` throws, or it is a proxy whose traps do.
    return `[${errorMessage(error)}]`;
  } finally {
    parents.length--;
  }
}

function contentsOf(value: object, bounds: Bounds, inside: object[]): AnyValue | undefined {
  const ordinary = ordinaryForm(value);
  if (ordinary !== value) return ordinaryToPlain(ordinary, bounds, inside);
  const toJson = readProperty(value, 'toJSON');
  if (typeof toJson !== 'function') return ordinaryToPlain(value, bounds, inside);
  const json: unknown = toJson.call(value, '');
  if (json !== value && inside.includes(json as object)) return CIRCULAR;
  // JSON asks the result for no further `toJSON`: one of all objects would never come to an end.
  const isObject = typeof json === 'object' && json !== null;
  return ordinaryToPlain(isObject ? ordinaryForm(json) : json, bounds, inside);
}

function ordinaryToPlain(value: unknown, bounds: Bounds, inside: object[]): AnyValue | undefined {
  if (typeof value !== 'object' || value === null) return toPlain(value, bounds);
  if (value instanceof Uint8Array) return cutBytes(value);
  return Array.isArray(value) ? toList(value, bounds, inside) : toMap(value, bounds, inside);
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
  redactPairs(list);
  return list;
}
