import { isError } from '../shared/is-error.ts';
import { type Draft, setAttribute, setField } from './draft.ts';
import { errorType, furtherProperties } from './errors.ts';
import { type AnyMap, put, toMap } from './plain-value.ts';
import { readStack } from './stack-text.ts';
import { isShownOf } from './withheld-contents.ts';

/**
 * Adds a field of the application under its name, or under `field_<name>` if that name is reserved for the
 * record itself. The first error becomes the record's exception.
 *
 * @param into a map that contains the field instead of the record itself (pino's `nestedKey`)
 */
export function addField(draft: Draft, key: string, value: unknown, into?: AnyMap): void {
  if (isError(value)) addError(draft, key, value, into);
  else if (into) put(into, key, value, draft);
  else setField(draft, key, value);
}

/** Adds an error that an application's serializer rendered. Nothing that the result hides is exported. */
export function addRenderedError(
  draft: Draft,
  key: string,
  error: Error,
  shown: unknown,
  into?: AnyMap,
): void {
  if (shown === undefined) return;
  if (isError(shown)) {
    addError(draft, key, shown, into);
    return;
  }
  const isFirst = startException(draft, key, error);
  if (!isFirst || typeof shown !== 'object' || shown === null) {
    addField(draft, key, shown, into);
    return;
  }
  const { type, name, message, stack, ...rest } = shown as Record<string, unknown>;
  for (const name of Object.keys(rest)) if (!isShownOf(error, name, rest[name])) delete rest[name];
  setAttribute(draft, 'exception.message', unlessHidden(error.message, message));
  setAttribute(draft, 'exception.stacktrace', unlessHidden(error.stack, stack));
  if (type !== undefined && type !== errorType(error)) rest.type = type;
  if (Object.keys(rest).length > 0) addField(draft, key, rest, into);
}

/**
 * Adds an error that was logged as an argument, unless it is also one of the fields. Its name is one that no
 * field has.
 *
 * @param shown the part of the error that may be exported; by default, all of it
 */
export function addArgumentError(draft: Draft, error: Error, fields: object, shown: unknown = error): void {
  if (Object.values(fields).includes(error)) return;
  let key = 'err';
  for (let i = 1; key in fields || key in draft.attributes || key === draft.exceptionKey; i++) {
    key = i === 1 ? 'error' : `error_${i}`;
  }
  addRenderedError(draft, key, error, shown);
}

/** Adds an error of which only the form that a logger serialized exists. */
export function addLoggedError(draft: Draft, key: string, logged: Readonly<Record<string, unknown>>): void {
  const { name, type, message, stack, stacktrace, ...others } = logged;
  const rest: Record<string, unknown> = others;
  const trace = [stack, stacktrace].find(text => typeof text === 'string');
  draft.exceptionKey = key;
  setAttribute(
    draft,
    'exception.type',
    type ?? name ?? (trace && readStack(trace as string).type) ?? 'Error',
  );
  setAttribute(draft, 'exception.message', message);
  setAttribute(draft, 'exception.stacktrace', trace);
  if (stack !== trace && stack !== undefined) rest.stack = stack;
  if (Object.keys(rest).length > 0) addField(draft, key, rest);
}

/**
 * Adds the stack of an error that was logged as a string, without the error. Its first line contains the
 * class and the message.
 */
export function addStack(draft: Draft, stack: string): void {
  if (Object.hasOwn(draft.attributes, 'exception.type')) return;
  const { type, message } = readStack(stack);
  setAttribute(draft, 'exception.type', type);
  setAttribute(draft, 'exception.message', message);
  setAttribute(draft, 'exception.stacktrace', stack);
}

function addError(draft: Draft, key: string, error: Error, into: AnyMap | undefined): void {
  if (!startException(draft, key, error)) {
    if (into) put(into, key, error, draft);
    else setField(draft, key, error);
    return;
  }
  setAttribute(draft, 'exception.message', error.message);
  setAttribute(draft, 'exception.stacktrace', error.stack);
  const further = furtherProperties(error);
  if (Object.keys(further).length > 0) addField(draft, key, toMap(further, draft, [error]), into);
}

/**
 * Makes an error the record's exception.
 *
 * @returns false if the record has one already
 */
function startException(draft: Draft, key: string, error: Error): boolean {
  if (draft.exceptionKey !== undefined || Object.hasOwn(draft.attributes, 'exception.type')) return false;
  draft.exceptionKey = key;
  setAttribute(draft, 'exception.type', errorType(error));
  return true;
}

/**
 * The error's own text if the shown text starts with it, as that of the standard serializers does. Otherwise,
 * the shown text.
 */
function unlessHidden(own: unknown, shown: unknown): unknown {
  return typeof own === 'string' && typeof shown === 'string' && shown.startsWith(own) ? own : shown;
}
