import { types } from 'node:util';

/** Whether something is an error, of this realm or another, as a test runner has one for each file. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) return false;
  return value instanceof Error || types.isNativeError(value);
}
