import { isBlank, parseBoolean, parseList } from './parse/values.ts';
import { findVariable } from './variables/variables.ts';

/**
 * The value in the spelling that the SDK reads, or `undefined` if it counts as not set.
 *
 * The specification makes names of exporters, samplers and so on case-insensitive. The JavaScript SDK
 * compares them as written and trims only some, so surrounding space is removed here and the case of known
 * names corrected. Unknown names stay unchanged, for validation to report.
 */
export function canonicalValue(name: string, raw: string | undefined): string | undefined {
  if (isBlank(raw)) return undefined;
  const variable = findVariable(name);
  const text = raw.trim();
  if (variable?.type === 'boolean') return parseBoolean(text) === undefined ? text : text.toLowerCase();
  if (variable?.type === 'enum') return knownSpelling(text, variable.values);
  if (variable?.type !== 'list') return text;
  const entries = parseList(text)?.map(entry => knownSpelling(entry, variable.values)) ?? [];
  return entries.length === 0 ? undefined : entries.join(',');
}

function knownSpelling(text: string, values: readonly string[] | undefined): string {
  const lower = text.toLowerCase();
  return values?.includes(lower) ? lower : text;
}
