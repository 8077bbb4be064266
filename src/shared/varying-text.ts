/** A kind of varying part of a string. */
export interface VaryingPart {
  readonly what: string;
  /** A global pattern. */
  readonly pattern: RegExp;
  /** A second test for what the pattern matched. */
  readonly confirms?: (match: string) => boolean;
}

/** What distinguishes many things of a kind. */
export const IDENTIFIERS: readonly VaryingPart[] = [
  {
    what: 'a UUID',
    pattern: /(?<![\da-f])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-f])/gi,
  },
  {
    what: 'an e-mail address',
    pattern: /(?<![\w.+-])[\w.+-]+(?:@|%40)[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}\b/gi,
  },
  {
    what: 'a hexadecimal id',
    pattern: /(?<![\da-z])(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{16,}(?![\da-z])/gi,
  },
  { what: 'an opaque id', pattern: /(?<![A-Za-z\d])[A-Za-z\d]{8,}(?![A-Za-z\d])/g, confirms: isOpaque },
  {
    what: 'an IP address',
    pattern: /(?<![\w.])(?!127\.|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)/g,
  },
];

const DATE = { what: 'a date', pattern: /(?<![\w-])(?:19|20)\d\d-[01]\d-[0-3]\d(?![\d-])/g };

/** Addresses of requests. */
export const URLS: readonly VaryingPart[] = [
  { what: 'a raw URL', pattern: /\bhttps?:\/\/\S/gi },
  { what: 'a query string', pattern: /\?[\w.[\]%-]{1,100}=/g },
];

/** Parts that make a span name or a route differ by request. A number counts as a word or a path segment. */
export const VARYING_IN_NAMES: readonly VaryingPart[] = [
  ...URLS,
  ...IDENTIFIERS,
  DATE,
  { what: 'a duration', pattern: /(?<![\w.])\d+(?:\.\d+)?\s?[mµun]s\b/g },
  // One or two digits after the point are a version.
  { what: 'a number', pattern: /(?<=^|[\s/#=(,+])\d+(?:\.\d{3,})?(?=$|[\s/?#),])/g },
  // A year or a date after a hyphen is a version, such as that of a model or a plan.
  { what: 'a numbered id', pattern: /[-_:#](?!(?:19|20)\d\d(?:[01]\d[0-3]\d)?\b)\d{4,}\b/g },
];

/** Parts that make a log message differ by record, so that equal events cannot be counted. */
export const VARYING_IN_MESSAGES: readonly VaryingPart[] = [
  ...IDENTIFIERS,
  {
    what: 'a duration',
    pattern: /(?<![\w.])\d+(?:\.\d+)?\s?(?:[nµum]?s|secs?|seconds?|min|minutes?|hours?)\b/g,
  },
  { what: 'a size', pattern: /(?<![\w.])\d+(?:\.\d+)?\s?(?:[kMGT]i?B|bytes)\b/gi },
  { what: 'a time', pattern: /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/g },
  DATE,
  { what: 'a number', pattern: /(?<=^|[\s/#=:(["'+$€£])\d+(?:\.\d+)?(?=$|[\s,;:.!?)\]"'/%])/g },
  { what: 'a numbered id', pattern: /[-_:#]\d{3,}\b/g },
];

/** Numbers in messages that are always the same: versions, and the address of a server. */
const STABLE_IN_MESSAGES = new RegExp(
  [
    /\bHTTP\/\d(?:\.\d)?/,
    /(?<![\w.])v?\d+\.\d+\.\d+(?:[-+][\w.-]*\w)?(?![\w.]*\d)/,
    /(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::\d+)?\/?(?=$|[\s,;.!)"'])/,
    /\bport:?\s+\d{1,5}\b/,
    /\b(?:listening|started|running|ready|serving)\s+(?:on|at)\s+:?\d{2,5}\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** A message up to its stack trace, without parts that only seem to vary. */
export function withoutStableParts(message: string): string {
  return message.replace(/\n[^\S\n]+at [\s\S]*/, '').replace(STABLE_IN_MESSAGES, '…');
}

/** The first varying part of a string, with its text. */
export function findVarying(
  text: string,
  parts: readonly VaryingPart[],
): { readonly what: string; readonly piece: string } | undefined {
  for (const { what, pattern, confirms = () => true } of parts) {
    for (const [piece] of text.matchAll(pattern)) if (confirms(piece)) return { what, piece: piece.trim() };
  }
  return undefined;
}

/**
 * Whether a word alternates between small letters, capitals and digits more than any name:
 * `3MqLiJ2eZvKYlo2C`, a ULID. Names with many parts (`convertMp3ToH264`) alternate less often.
 */
function isOpaque(word: string): boolean {
  const runs = word.match(/[a-z]+|[A-Z]+|\d+/g) ?? [];
  const numbers = runs.filter(run => /\d/.test(run));
  const digits = numbers.join('').length;
  if (numbers.length < 2) return false;
  const changes = (runs.length - 1) / word.length;
  return (
    changes >= (word.length < 16 ? 0.6 : 0.45) || (word.length >= 20 && numbers.length >= 3 && digits >= 4)
  );
}
