import { isPlaceholder } from './values.ts';

/** Why a header is not sent as intended. */
export type HeaderProblem =
  | 'json'
  | 'colon'
  | 'equals-sign'
  | 'name'
  | 'value-empty'
  | 'unexpanded'
  | 'percent'
  | 'semicolon'
  | 'value-characters';

/** The headers that will be sent, and every lost or damaged entry. `position` counts entries from 1. */
export interface Headers {
  readonly headers: Readonly<Record<string, string>>;
  readonly problems: readonly { readonly position: number; readonly problem: HeaderProblem }[];
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** node:http throws on any other character in a header's value. */
const FORBIDDEN_IN_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Reads `name=value,name=value` as the JavaScript SDK does: split at commas, cut at `;`, divide at the first
 * `=`, trim, percent-decode both sides
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables).
 * The SDK silently drops what it cannot read. Here, each loss is a problem.
 */
export function parseHeaders(value: string | undefined): Headers {
  if (value?.trimStart().startsWith('{'))
    return { headers: {}, problems: [{ position: 1, problem: 'json' }] };
  const headers: Record<string, string> = {};
  const problems: { position: number; problem: HeaderProblem }[] = [];
  const entries = (value ?? '').split(',').filter(entry => entry.trim() !== '');
  for (const [index, entry] of entries.entries()) {
    const parsed = parseEntry(entry);
    if (typeof parsed === 'string') problems.push({ position: index + 1, problem: parsed });
    else headers[parsed.name] = parsed.value;
  }
  return { headers, problems };
}

/** Whether a string is a valid header name (RFC 9110, "token"). */
export function isHeaderName(name: string): boolean {
  return NAME.test(name);
}

function parseEntry(entry: string): HeaderProblem | { name: string; value: string } {
  if (entry.includes(';')) return 'semicolon';
  const equals = entry.indexOf('=');
  if (equals === -1) return entry.includes(':') ? 'colon' : 'equals-sign';
  const rawValue = entry.slice(equals + 1).trim();
  if (rawValue === '') return 'value-empty';
  try {
    const name = decodeURIComponent(entry.slice(0, equals).trim());
    const value = decodeURIComponent(rawValue);
    if (!isHeaderName(name)) return 'name';
    if (isPlaceholder(value.replace(/^(basic|bearer)\s+/i, ''))) return 'unexpanded';
    return FORBIDDEN_IN_VALUE.test(value) ? 'value-characters' : { name, value };
  } catch {
    return 'percent';
  }
}
