import { VARYING_IN_MESSAGES, VARYING_IN_NAMES, type VaryingPart } from '../shared/varying-text.ts';

/** The placeholder for a varying part. */
export const VARYING = '#';

/** Names of temporary folders have no recognizable form. */
const TEMPORARY = { what: 'a temporary path', pattern: /\/tmp\/[^\s"'),;]+/g };

const TIME = {
  what: 'a time',
  pattern: /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?Z| ?[+-]\d{2}:?\d{2})?)?/g,
};

const CLOCK = { what: 'a time of day', pattern: /\b\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\b/g };

const ADDRESS = {
  what: 'an address',
  pattern: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|\[[\da-f:]*::[\da-f:]*\]/gi,
};

const PORT = { what: 'a port', pattern: /(?<=\w|#|\]):\d{2,5}\b/g };

/** Ids in the alphabet of nanoid. Names do not mix digits with capital and small letters. */
const TOKEN = {
  what: 'an id',
  pattern: /(?<![\w-])[\w-]{12,}(?![\w-])/g,
  confirms: (word: string) => /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word),
};

const ANY_NUMBER = { what: 'a number', pattern: /\d+(?:[.,]\d+)*/g };

const IN_NAMES: readonly VaryingPart[] = [TEMPORARY, TIME, ADDRESS, PORT, TOKEN, ...VARYING_IN_NAMES];

const IN_TEXTS: readonly VaryingPart[] = [
  ...[TEMPORARY, TIME, CLOCK, ADDRESS, PORT, TOKEN],
  ...VARYING_IN_MESSAGES,
  ANY_NUMBER,
];

const LONGEST = 200;

/** The name of a span, an attribute or an instrument, with `#` for every varying part. */
export function stableName(name: string): string {
  return withoutVarying(name, IN_NAMES);
}

/**
 * The first line of a message, with `#` for every number, id, time and address,
 * so that equal events become equal.
 */
export function stableText(message: string): string {
  const [line = ''] = message.split(/\r?\n/, 1);
  return withoutVarying(line.slice(0, LONGEST * 2), IN_TEXTS).slice(0, LONGEST);
}

function withoutVarying(text: string, parts: readonly VaryingPart[]): string {
  return parts.reduce(
    (stable, { pattern, confirms = () => true }) =>
      stable.replace(pattern, match => (confirms(match) ? keptEnds(match) : match)),
    text,
  );
}

/** A pattern may begin with the separator before the part: `-4711`, `:3000`, `?a=`. */
function keptEnds(match: string): string {
  return `${/^[-_:#?]/.exec(match)?.[0] ?? ''}${VARYING}`;
}
