import { readProperty } from './read-property.ts';

/** Properties of an error that the exception attributes show, or that describe its class. */
const SHOWN = ['name', 'message', 'stack', 'cause', 'errors'];

/** Own properties of most errors that no enumeration shows. */
const HIDDEN = ['cause', 'errors'];

const NONE = {};

/** The class of an error; the name that it was given where its class is `Error` itself. */
export function errorType(error: Error): string {
  const className = error.constructor?.name;
  return className && className !== 'Error' ? className : String(error.name || 'Error');
}

/** Everything that an error says, by name. */
export function describeError(error: Error): Record<string, unknown> {
  const { message, stack } = error;
  return { type: errorType(error), message, stack, ...furtherProperties(error) };
}

/**
 * What an error has beside type, message and stack: own properties, its cause, the errors that it gathers.
 *
 * @param known properties that have been read
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
  return further;
}
