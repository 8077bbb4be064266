import { types } from 'node:util';
import { isError } from '../shared/is-error.ts';
import { describeError } from './errors.ts';
import { redactQuery } from './secrets.ts';

/**
 * Objects whose content is only in their entries. They are recognized by tag, because loading their classes
 * would load `fetch`.
 */
const PAIRS = ['[object Headers]', '[object FormData]'];

/**
 * The value that represents an object for which `JSON.stringify` writes nothing or something misleading: a
 * primitive, a list, a map, or bytes. Bytes are copied, because the application may reuse their memory. Objects
 * of other realms are recognized, too: test runners have a realm for each file.
 *
 * @returns the object itself if it needs no other form
 */
export function ordinaryForm(value: object): unknown {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return value;
  if (isError(value)) return describeError(value);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return ofView(value);
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value.slice(0));
  if (types.isMap(value)) return ofPairs([...value]);
  if (types.isSet(value)) return [...value];
  if (types.isRegExp(value)) return String(value);
  if (value instanceof URLSearchParams) return redactQuery(String(value));
  if (types.isBoxedPrimitive(value)) return value.valueOf();
  if (PAIRS.includes(Object.prototype.toString.call(value))) {
    return ofPairs([...(value as Iterable<[unknown, unknown]>)]);
  }
  return value;
}

function ofView(view: ArrayBufferView): unknown {
  if (view instanceof Uint8Array) return new Uint8Array(view);
  if (view instanceof DataView) {
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
  }
  return Array.from(view as unknown as Iterable<unknown>);
}

/** A map, or a list of pairs if names in a map could not distinguish all keys. */
function ofPairs(pairs: readonly (readonly [unknown, unknown])[]): unknown {
  const isNamed = pairs.every(([key]) => typeof key !== 'object' && typeof key !== 'symbol');
  return isNamed ? Object.fromEntries(pairs as [PropertyKey, unknown][]) : pairs;
}
