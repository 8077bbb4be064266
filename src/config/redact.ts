import { isSecretName } from '../shared/secret-names.ts';
import { parseResourceAttributes } from './parse/resource-attributes.ts';
import { isBlank } from './parse/values.ts';
import { HIDDEN, redactSecrets } from './redact-secrets.ts';
import { findVariable } from './variables/variables.ts';

const PRINTABLE_ELSEWHERE = new Set(['NODE_ENV', 'NODE_OPTIONS']);

/**
 * A variable's value, safe to print anywhere. Headers are hidden completely, because a mistyped header has
 * the secret in its name. URLs lose credentials, query and fragment, and resource attributes lose every value
 * that is named like a secret. A variable that is not in the table is hidden, because it may hold anything.
 */
export function redact(name: string, value: string): string {
  if (isBlank(value)) return value;
  const variable = findVariable(name);
  if (!variable) return PRINTABLE_ELSEWHERE.has(name) ? value : HIDDEN;
  if (variable.secret) return HIDDEN;
  if (variable.type === 'url') return redactUrl(value);
  return variable.type === 'attributes' ? redactAttributes(value) : redactSecrets(value);
}

/** Whether `redact` hides part of the value. */
export function isSecret(name: string, value: string): boolean {
  return redact(name, value) !== value;
}

/**
 * A URL without credentials, query and fragment, even if it does not parse. A password may contain `/`, `?`
 * and `@`, so everything up to the last `@` is hidden, and everything if a `?` or `#` precedes it.
 */
export function redactUrl(value: string): string {
  const scheme = /^\s*["']?[a-z][a-z0-9+.-]*:\/\//i.exec(value)?.[0] ?? '';
  const rest = value.slice(scheme.length);
  const query = rest.search(/[?#]/);
  const at = rest.lastIndexOf('@');
  if (query !== -1 && at > query) return scheme + HIDDEN;
  const address = at === -1 ? rest : `${HIDDEN}${rest.slice(at)}`;
  const cut = address.search(/[?#]/);
  return redactSecrets(scheme + (cut === -1 ? address : `${address.slice(0, cut + 1)}${HIDDEN}`));
}

/** Attributes that do not parse are hidden completely: it is unclear which parts are values. */
function redactAttributes(value: string): string {
  const parsed = parseResourceAttributes(value);
  if (!parsed.ok) return HIDDEN;
  const entries = value.split(',').filter(entry => !isBlank(entry));
  return entries.map(redactAttribute).join(',');
}

function redactAttribute(entry: string): string {
  const [key = '', value = ''] = entry.split('=');
  return `${key}=${isSecretName(key, 'parameter') ? HIDDEN : redactIfUrl(value)}`;
}

function redactIfUrl(value: string): string {
  return /:\/\/|%3a%2f%2f/i.test(value) ? redactUrl(decodeURIComponent(value)) : value;
}
