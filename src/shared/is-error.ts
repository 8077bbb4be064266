import { types } from 'node:util';

/** Whether a value is an error of this or another realm. Test runners have a realm for each file. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) return false;
  return value instanceof Error || types.isNativeError(value);
}
