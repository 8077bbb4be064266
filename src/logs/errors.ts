import { readProperty } from './read-property.ts';
import { isShownOf } from './withheld-contents.ts';

/** Properties of an error that the exception attributes show or that describe its class. */
const SHOWN = ['name', 'message', 'stack', 'cause', 'errors'];

/** Own properties that are not enumerable on most errors. */
const HIDDEN = ['cause', 'errors'];

const NONE = {};

/** The class of an error, or its name if the class is `Error` itself. */
export function errorType(error: Error): string {
  const className = error.constructor?.name;
  return className && className !== 'Error' ? className : String(error.name || 'Error');
}

/**
 * All properties of an error, by name.
 *
 * @param known properties that have been read already
 */
export function describeError(
  error: Error,
  known: Readonly<Record<string, unknown>> = NONE,
): Record<string, unknown> {
  const { message, stack } = error;
  return { type: errorType(error), message, stack, ...furtherProperties(error, known) };
}

/**
 * The properties of an error other than type, message and stack: its own properties, its cause and the errors
 * that it contains.
 *
 * @param known properties that have been read already
 */
export function furtherProperties(
  error: Error,
  known: Readonly<Record<string, unknown>> = NONE,
): Record<string, unknown> {
  const read = (key: string) => (Object.hasOwn(known, key) ? known[key] : readProperty(error, key));
  // An error can have a property named `__proto__`.
  const further: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(error)) if (!SHOWN.includes(key)) further[key] = read(key);
  if (Object.hasOwn(error, 'name') && error.name !== errorType(error)) further.name = error.name;
  for (const key of HIDDEN) {
    const value = read(key);
    if (value !== undefined && typeof value !== 'function') further[key] = value;
  }
  for (const key of Object.keys(further)) if (!isShownOf(error, key, further[key])) delete further[key];
  return further;
}
