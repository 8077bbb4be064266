import { isBlank, parseBoolean, parseList } from './parse/values.ts';
import { findVariable } from './variables/variables.ts';

/**
 * The value in the one spelling that the SDK reads, or `undefined` where it counts as not set.
 *
 * The specification wants names of exporters, samplers and the like read in any case; the JavaScript SDK compares
 * them as written and trims only some. Surrounding space is removed and the case of known names put right, so that
 * what was meant takes effect. Unknown names stay as they are, for validation to report.
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
