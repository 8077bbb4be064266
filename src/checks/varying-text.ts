/** A part of a text that differs from one time to the next. */
export interface VaryingPart {
  readonly what: string;
  readonly pattern: RegExp;
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i;
const EMAIL = /\b[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}\b/i;
const RAW_URL = /\bhttps?:\/\/\S/i;
const LONG_HEX = /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}\b/i;

/** What makes a span name or a route differ by request. A number counts where it stands as a word or a path segment. */
export const VARYING_IN_NAMES: readonly VaryingPart[] = [
  { what: 'a UUID', pattern: UUID },
  { what: 'an e-mail address', pattern: EMAIL },
  { what: 'a raw URL', pattern: RAW_URL },
  { what: 'a query string', pattern: /\/\S*\?\S*=/ },
  { what: 'a hexadecimal id', pattern: LONG_HEX },
  { what: 'a number', pattern: /(?:^|[\s/#=])\d+(?=$|[\s/?#])/ },
  { what: 'a numbered id', pattern: /[-_:#]\d{4,}\b/ },
];

/** What makes a log message differ by record, so that equal events cannot be counted. */
export const VARYING_IN_MESSAGES: readonly VaryingPart[] = [
  { what: 'a UUID', pattern: UUID },
  { what: 'an e-mail address', pattern: EMAIL },
  { what: 'a hexadecimal id', pattern: LONG_HEX },
  { what: 'a duration', pattern: /\b\d+(?:\.\d+)?\s?(?:[nµum]?s|secs?|seconds?|min|minutes?|hours?)\b/ },
  { what: 'a time', pattern: /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/ },
  { what: 'a number', pattern: /(?:^|[\s/#=:(["'])\d+(?:\.\d+)?(?=$|[\s,;:.!?)\]"'/%])/ },
  { what: 'a numbered id', pattern: /[-_:#]\d{3,}\b/ },
];

/** The first varying part of a text, with the piece of the text that it is. */
export function findVarying(
  text: string,
  parts: readonly VaryingPart[],
): { readonly what: string; readonly piece: string } | undefined {
  for (const { what, pattern } of parts) {
    const piece = pattern.exec(text)?.[0];
    if (piece !== undefined) return { what, piece: piece.trim() };
  }
  return undefined;
}
