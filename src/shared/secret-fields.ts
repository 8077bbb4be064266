import { memoize } from './memoize.ts';
import { nextMatch } from './next-match.ts';
import { secrecyOf } from './secret-names.ts';
import { after, LOOKS_RANDOM, NO_VALUE, START } from './secret-values.ts';

/** Maximum characters of a name, and of the part between it and its sign. */
const LONGEST_NAME = 100;
const WIDEST_GAP = 32;

const MOST_NAMES = 5_000;

/** A sign that may precede the value of a field. */
const SIGN = /[:=](?=[ \t"'`\\[])|["'`]:(?=\d)/g;

const NAME = /[\w.$%[\]-]/;

const QUOTE = /["'`]/;

/** Opens a value: a quote with one backslash for each enclosing string. */
const OPENING = /\\{0,31}["'`]/y;
const CLOSING = /["'`\r\n]/g;

const BLANKS = /[ \t]*/y;
const LIST_START = /\[\s*/y;
const LIST_NEXT = /\s{0,99},\s{0,99}/y;
const NUMBER = /\d{1,30}/y;
const WORD = /[^\s"',;]+/y;

/** Names after which an unquoted word is a secret, not the rest of a sentence. */
const BEFORE_WORDS = /(?:passw(?:or)?d|passphrase|pwd|secret|token|key)$/i;

/** Whether the match is a secret. */
const ABOUT = /^(?:true|false|null|none|undefined|required)$/i;

const secrecyOfField = /* @__PURE__ */ memoize(name => secrecyOf(name), MOST_NAMES);

type Range = readonly [start: number, end: number];

interface Name {
  readonly text: string;
  readonly isQuoted: boolean;
}

/**
 * A string in which values with a secret's name are hidden, where quotes or a colon separate name and value:
 * in JSON, in JSON within a JSON string, in the output of `util.inspect`, in YAML and in statements.
 */
export function hideFields(text: string, hidden: string): string {
  let shown = '';
  let end = 0;
  SIGN.lastIndex = 0;
  while (nextMatch(SIGN, text)) {
    const sign = SIGN.lastIndex - 1;
    const name = nameBefore(text, sign, end);
    if (name === undefined) continue;
    for (const [from, to] of valuesAfter(text, sign, name)) {
      shown += text.slice(end, from) + hidden;
      end = to;
    }
    SIGN.lastIndex = Math.max(sign + 1, end);
  }
  return end === 0 ? text : shown + text.slice(end);
}

function nameBefore(text: string, sign: number, least: number): Name | undefined {
  const first = Math.max(least, sign - LONGEST_NAME - WIDEST_GAP);
  let end = sign;
  while (end > first && ' \t'.includes(text.charAt(end - 1))) end--;
  const isQuoted = end > first && QUOTE.test(text.charAt(end - 1));
  if (isQuoted) end--;
  while (isQuoted && end > first && text.charAt(end - 1) === '\\') end--;
  let start = end;
  while (start > first && NAME.test(text.charAt(start - 1))) start--;
  return start === end ? undefined : { text: text.slice(start, end), isQuoted };
}

function valuesAfter(text: string, sign: number, name: Name): readonly Range[] {
  const start = after(BLANKS, text, sign + 1);
  if (after(OPENING, text, start) !== start) {
    return secrecyOfField(name.text) ? inQuotes(text, start, name.isQuoted ? 1 : 3) : [];
  }
  const list = after(LIST_START, text, start);
  if (list !== start) return secrecyOfField(name.text) ? inList(text, list) : [];
  if (text.charAt(sign) === '=') return [];
  if (name.isQuoted) {
    const end = after(NUMBER, text, start);
    return end !== start && secrecyOfField(name.text)?.numbers ? [[start, end]] : [];
  }
  return start === sign + 1 || !BEFORE_WORDS.test(name.text) ? [] : word(text, start, name.text);
}

function inQuotes(text: string, start: number, least: number): readonly Range[] {
  const from = after(OPENING, text, start);
  if (NO_VALUE.test(text.slice(from, from + START))) return [];
  const to = closingOf(text, start, from);
  return to - from < least || (to - from < START && ABOUT.test(text.slice(from, to))) ? [] : [[from, to]];
}

function inList(text: string, start: number): readonly Range[] {
  const ranges: Range[] = [];
  let at = start;
  for (let from = after(OPENING, text, at); from !== at; from = after(OPENING, text, at)) {
    const to = closingOf(text, at, from);
    if (to > from && !NO_VALUE.test(text.slice(from, from + START))) ranges.push([from, to]);
    const closed = after(OPENING, text, to);
    at = after(LIST_NEXT, text, closed);
    if (at === closed) break;
  }
  return ranges;
}

function word(text: string, start: number, name: string): readonly Range[] {
  const end = after(WORD, text, start);
  if (NO_VALUE.test(text.slice(start, start + START)) || !LOOKS_RANDOM.test(text.slice(start, end)))
    return [];
  return secrecyOfField(name) ? [[start, end]] : [];
}

/**
 * The end of a quoted value: the same quote, unless it is escaped in the value, or the end of the line
 * or of the string, which may be cut.
 *
 * @param start where its opening quote begins, including its escapes
 * @param from where the value begins
 */
function closingOf(text: string, start: number, from: number): number {
  const quote = text.charAt(from - 1);
  const escapes = from - start - 1;
  CLOSING.lastIndex = from;
  for (let match = nextMatch(CLOSING, text); match; match = nextMatch(CLOSING, text)) {
    const [sign] = match;
    if (sign === '\r' || sign === '\n') return match.index;
    if (sign !== quote) continue;
    const found = backslashesBefore(text, match.index, from);
    if (found < escapes) return match.index - found;
    if ((found - escapes) % (2 * (escapes + 1)) === 0) return match.index - escapes;
  }
  return text.length;
}

function backslashesBefore(text: string, index: number, least: number): number {
  let start = index;
  while (start > least && text.charAt(start - 1) === '\\') start--;
  return index - start;
}
