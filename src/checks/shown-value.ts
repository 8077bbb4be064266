import type { AttributeValue } from '../receiver/telemetry.ts';
import { isSecretName } from '../shared/secret-names.ts';
import { describe } from './evidence.ts';
import { hideSecrets, isRedacted, NOT_SHOWN } from './secret-patterns.ts';

/**
 * A value that a report may show: without values under a secret's name and without what looks like a secret.
 *
 * @param name the name that the value is recorded under, `''` without a name
 */
export function shownValue(name: string, value: AttributeValue): string {
  return hideSecrets(describe(withoutSecrets(name, value)));
}

/** A value with everything under a secret's name replaced, at any depth. */
export function withoutSecrets<Value extends AttributeValue | undefined>(
  name: string,
  value: Value,
): Value | AttributeValue {
  if (typeof value === 'string') return isSecretName(name) && !isRedacted(value) ? NOT_SHOWN : value;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(entry => withoutSecrets(name, entry));
  const entries = Object.entries(value).map(([key, inner]) => [key, withoutSecrets(key, inner)] as const);
  return Object.fromEntries(entries);
}
