import type { AnyValue } from '@opentelemetry/api';
import { isSecretName } from '../shared/secret-names.ts';
import { hideInQuery, hideInText } from '../shared/secret-texts.ts';

/** What stands in an exported record or span for a secret value. */
export const REDACTED = '[REDACTED]';

/** A text with the secrets in it replaced. */
export function redactText(text: string): string {
  return hideInText(text, REDACTED);
}

/** The same for a query without its `?`. */
export function redactQuery(query: string): string {
  return hideInQuery(query, REDACTED);
}

/** A name of a header, of a field or of an option. */
const NAME = /^[\w!#$%&'*+.^`|~[\]-]{1,100}$/;

/** Two entries alone are two names as often as a name and its value, unless the first is a header's. */
const HEADER = /-|^(?:authorization|cookie)$/i;

/**
 * Replaces the values of secrets in a list that pairs names with values: one after the other, as `rawHeaders` of a
 * request, in lists of two, or as an option of a command line and what follows it.
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

/** Whether each second entry may be a name. */
function isFlatList(list: readonly AnyValue[]): boolean {
  return list.length % 2 === 0 && list.every((entry, index) => index % 2 === 1 || isName(entry));
}

/** The same of a map that is one such pair: `{ name, value }`. */
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
