/** Why an entry of OTEL_RESOURCE_ATTRIBUTES cannot be read. */
export type AttributeProblem = 'equals-sign' | 'key-empty' | 'percent' | 'too-long';

export type ResourceAttributes =
  | { readonly ok: true; readonly attributes: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly position: number; readonly problem: AttributeProblem };

const LONGEST = 255;

/**
 * Reads `key=value,key=value` as the JavaScript SDK does: `,` and `=` inside keys and values must be
 * percent-encoded, keys and values have at most 255 characters, and one bad entry discards all entries
 * (https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable).
 * `position` counts entries from 1.
 */
export function parseResourceAttributes(value: string | undefined): ResourceAttributes {
  const attributes: Record<string, string> = {};
  const entries = (value ?? '').split(',').filter(entry => entry.trim() !== '');
  for (const [index, entry] of entries.entries()) {
    const parsed = parseEntry(entry);
    if (typeof parsed === 'string') return { ok: false, position: index + 1, problem: parsed };
    attributes[parsed.key] = parsed.value;
  }
  return { ok: true, attributes };
}

function parseEntry(entry: string): AttributeProblem | { key: string; value: string } {
  const [rawKey, rawValue, ...rest] = entry.split('=');
  if (rawKey === undefined || rawValue === undefined || rest.length > 0) return 'equals-sign';
  if (rawKey.trim() === '') return 'key-empty';
  try {
    const key = decodeURIComponent(rawKey.trim());
    const value = decodeURIComponent(rawValue.trim());
    return key.length > LONGEST || value.length > LONGEST ? 'too-long' : { key, value };
  } catch {
    return 'percent';
  }
}
