import { types } from 'node:util';
import type { AnyMap, Bounds } from './plain-value.ts';
import { put, toMap } from './plain-value.ts';

/** Properties of an error that the exception attributes show, or that describe its class. */
const SHOWN = ['name', 'message', 'stack', 'cause', 'errors'];

/** Whether something is an error, of this realm or another. */
export function isError(value: unknown): value is Error {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof Error || types.isNativeError(value);
}

/** The class of an error; the name that it was given where its class is `Error` itself. */
export function errorType(error: Error): string {
  const className = error.constructor?.name;
  return className && className !== 'Error' ? className : String(error.name || 'Error');
}

/** An error as a map: type, message, stack and everything else that it has. */
export function errorToMap(error: Error, bounds: Bounds, inside: object[]): AnyMap {
  const map: AnyMap = { type: errorType(error) };
  put(map, 'message', error.message, bounds, inside);
  put(map, 'stack', error.stack, bounds, inside);
  return Object.assign(map, furtherProperties(error, bounds, inside));
}

/** What an error has beside type, message and stack: own properties, its cause, the errors that it gathers. */
export function furtherProperties(error: Error, bounds: Bounds, inside: object[]): AnyMap {
  const map = toMap(error, bounds, inside, SHOWN);
  if (Object.hasOwn(error, 'name') && error.name !== errorType(error)) {
    put(map, 'name', error.name, bounds, inside);
  }
  // An error's cause and errors are own properties that no enumeration shows.
  for (const key of ['cause', 'errors'] as const) {
    const value = Reflect.get(error, key);
    if (typeof value !== 'function') put(map, key, value, bounds, inside);
  }
  return map;
}
