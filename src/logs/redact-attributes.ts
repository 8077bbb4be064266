import type { AnyValue, Attributes } from '@opentelemetry/api';
import { isContent, keepsContents } from '../shared/content-names.ts';
import { memoize } from '../shared/memoize.ts';
import { isHidden, secrecyOf } from '../shared/secret-names.ts';
import { REDACTED, redactNamedValue, redactPairs, redactQuery, redactText } from './secrets.ts';
import { copyIfCut } from './value-length.ts';

const MOST_NAMES = 5_000;

const CONTENT = 'content';

/**
 * Answers in one look-up whether a name belongs to a secret, or to messages to and from a generative model.
 */
const secrecyOfAttribute = /* @__PURE__ */ memoize(
  name => (isContent(name) ? CONTENT : secrecyOf(name)),
  MOST_NAMES,
);

/**
 * Redacts the secrets in attributes that the SDK has copied, so that none of the application's objects
 * changes. Removes messages to and from generative models.
 *
 * @returns the removed values, if there were any
 */
export function redactAttributes(attributes: Attributes | undefined): AnyValue[] | undefined {
  let contents: AnyValue[] | undefined;
  for (const name in attributes) {
    const value = attributes[name];
    if (secrecyOfAttribute(name) === CONTENT && !keepsContents()) {
      contents = [...(contents ?? []), value];
      Reflect.deleteProperty(attributes, name);
      continue;
    }
    const redacted = redactAttribute(name, value);
    if (redacted !== value) attributes[name] = redacted;
  }
  return contents;
}

function redactValue<Value extends AnyValue>(value: Value): AnyValue {
  if (typeof value === 'string') return redactText(copyIfCut(value));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return redactList(value);
  redactAttributes(value as Attributes);
  redactNamedValue(value as Attributes);
  return value;
}

function redactAttribute(name: string, value: AnyValue): AnyValue {
  const secrecy = secrecyOfAttribute(name);
  if (secrecy && secrecy !== CONTENT && isHidden(secrecy, value))
    return Array.isArray(value) ? value.map(() => REDACTED) : REDACTED;
  return name === 'url.query' && typeof value === 'string' ? redactQuery(value) : redactValue(value);
}

function redactList(list: AnyValue[]): AnyValue[] {
  for (const [index, value] of list.entries()) list[index] = redactValue(value);
  redactPairs(list);
  return list;
}
