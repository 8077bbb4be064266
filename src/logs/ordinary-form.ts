import { types } from 'node:util';
import { isError } from '../shared/is-error.ts';
import { describeError } from './errors.ts';
import { redactQuery } from './secrets.ts';

/** Objects that are known by their entries, which nothing else shows; loading their classes would load `fetch`. */
const PAIRS = ['[object Headers]', '[object FormData]'];

/**
 * What an object stands for that says nothing, or the wrong thing, to `JSON.stringify`: a string or another primitive, a
 * list, a map, or bytes, which are copied, for their memory may be used again.
 *
 * @returns the object itself where there is nothing special about it
 */
export function ordinaryForm(value: object): unknown {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return value;
  if (isError(value)) return describeError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return ofView(value);
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value.slice(0));
  if (value instanceof Map) return ofPairs([...value]);
  if (value instanceof Set) return [...value];
  if (value instanceof RegExp) return String(value);
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

/** A map, or a list of pairs where a map's names could not tell all keys apart. */
function ofPairs(pairs: readonly (readonly [unknown, unknown])[]): unknown {
  const isNamed = pairs.every(([key]) => typeof key !== 'object' && typeof key !== 'symbol');
  return isNamed ? Object.fromEntries(pairs as [PropertyKey, unknown][]) : pairs;
}
