import type { AnyValue } from '@opentelemetry/api';
import { isSecretName } from '../shared/secret-names.ts';
import { hideInQuery, hideInText } from '../shared/secret-texts.ts';

/** Replaces a secret value in an exported record or span. */
export const REDACTED = '[REDACTED]';

/** Redacts the secrets in a string. */
export function redactText(text: string): string {
  return hideInText(text, REDACTED);
}

/** Redacts the secrets in a query without its `?`. */
export function redactQuery(query: string): string {
  return hideInQuery(query, REDACTED);
}

/** The name of a header, a field or an option. */
const NAME = /^[\w!#$%&'*+.^`|~[\]-]{1,100}$/;

/**
 * A list of two entries may be two names or a name and its value. It is a pair only if the first is the name
 * of a header.
 */
const HEADER = /-|^(?:authorization|cookie)$/i;

/**
 * Redacts the secrets in a list of names and values. The names and values may alternate, as in a request's
 * `rawHeaders`, or be in lists of two. A name may also be a command-line option before its value.
 */
export function redactPairs(list: AnyValue[]): void {
  let isFlat: boolean | undefined;
  for (let index = 0; index < list.length; index++) {
    const entry = list[index] as AnyValue;
    if (Array.isArray(entry)) redactPair(entry);
    else if (isName(entry)) {
      isFlat ??= isFlatList(list);
      if (isBeforeItsValue(entry, index, list, isFlat)) list[index + 1] = REDACTED;
    }
  }
}

/** Whether names and values may alternate in a list. */
function isFlatList(list: readonly AnyValue[]): boolean {
  return list.length % 2 === 0 && list.every((entry, index) => index % 2 === 1 || isName(entry));
}

/** Redacts the value of a secret in a map that is one such pair: `{ name, value }`. */
export function redactNamedValue(map: Record<string, AnyValue>): void {
  if (!('value' in map)) return;
  const name = map.name ?? map.key ?? map.header ?? map.field;
  if (typeof name === 'string' && isSecretName(name) && typeof map.value !== 'boolean') map.value = REDACTED;
}

function redactPair(pair: AnyValue[]): void {
  const [name] = pair;
  if (pair.length === 2 && isName(name) && isSecretName(name)) pair[1] = REDACTED;
}

function isBeforeItsValue(name: string, index: number, list: readonly AnyValue[], isFlat: boolean): boolean {
  const isPair = isFlat && index % 2 === 0 && (list.length > 2 || HEADER.test(name));
  const isOption =
    name.startsWith('-') && index + 1 < list.length && !String(list[index + 1]).startsWith('-');
  return (isPair || isOption) && isSecretName(name);
}

function isName(value: AnyValue): value is string {
  return typeof value === 'string' && NAME.test(value);
}
