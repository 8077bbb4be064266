import { nextMatch } from './next-match.ts';
import { withOwnExec } from './own-exec.ts';
import { hideEncoded } from './secret-encoded.ts';
import { hideFields } from './secret-fields.ts';
import { hideForms } from './secret-forms.ts';
import { hideHeaders } from './secret-headers.ts';
import { isSecretName } from './secret-names.ts';
import { after, NO_VALUE, START } from './secret-values.ts';

/** Maximum characters of a name before `=`: names are short, and anyone may have written the string. */
const LONGEST_NAME = 100;

const NAME = /[^\s?&;#,="'`(){}<>|]/;

/** Ends a value in the query of a URL, or a separate value. */
const QUERY_VALUE_END = /[&#\s"'`<>]|$/g;
const VALUE_END = /[&;\s"'`<>]|$/g;

/** The scheme of credentials, with the blank before them. */
const SCHEME = /(?:bearer|basic|digest|token|apikey)[ \t]+(?=[\w.~+/-]{6}|[<[])/iy;

/** Maximum characters of credentials to search after a `/`. */
const LONGEST_CREDENTIALS = 200;

const URL_START = /:\/\/|%3a%2f%2f/gi;

/** A port, or a placeholder for one. */
const NO_PASSWORD = /^(?:\d*$|[$:{<*%[])/;

/** Ends the user, password and host of a URL. */
const AUTHORITY_END = /[/?#\\\s"'`<>]|%2f|$/gi;
const PASSWORD_END = /[\s"'`<>]|:\/\/|$/g;

/**
 * A string in which recognizable secrets are hidden: credentials in every URL and header, tokens and
 * keys with a known form, and values with a secret's name in URLs, forms, cookies, connection strings,
 * command lines, JSON and similar formats.
 *
 * @param hidden the replacement
 */
export function hideInText(text: string, hidden: string): string {
  return withOwnExec(hide, text, hidden);
}

function hide(text: string, hidden: string): string {
  return hideForms(hasSign(text) ? hideNamed(text, hidden) : text, hidden);
}

/** Whether a string has a sign that precedes a secret in names and URLs. Most strings have none. */
function hasSign(text: string): boolean {
  return text.includes(':') || text.includes('=') || text.includes('%');
}

function hideNamed(text: string, hidden: string): string {
  const withoutFields = hideFields(hideHeaders(text, hidden), hidden);
  return hideCredentials(hideEncoded(hideParameters(withoutFields, hidden), hidden), hidden);
}

/** The same for a query or a fragment on its own, whose first parameter has no `?` before it. */
export function hideInQuery(query: string, hidden: string): string {
  return /^[?#&]/.test(query) ? hideInText(query, hidden) : hideInText(`?${query}`, hidden).slice(1);
}

function hideParameters(text: string, hidden: string): string {
  let shown = '';
  let end = 0;
  let next = 0;
  for (let sign = text.indexOf('='); sign >= next; sign = text.indexOf('=', next)) {
    next = sign + 1;
    const start = nameStart(text, sign, end);
    if (start === sign) continue;
    const place = isParameter(text, start) ? 'parameter' : 'field';
    if (!isSecretName(text.slice(start, sign), place)) continue;
    const quote = quoteAt(text, sign + 1);
    const from = after(SCHEME, text, sign + 1 + quote.length);
    if (NO_VALUE.test(text.slice(from, from + START))) continue;
    const to = valueEnd(text, from, quote, place === 'parameter' ? QUERY_VALUE_END : VALUE_END);
    if (from === to) continue;
    shown += text.slice(end, from) + hidden;
    end = to;
    next = Math.max(next, to);
  }
  return end === 0 ? text : shown + text.slice(end);
}

/** Where the name before a `=` begins. */
function nameStart(text: string, sign: number, least: number): number {
  const first = Math.max(least, sign - LONGEST_NAME);
  let start = sign;
  while (start > first && NAME.test(text.charAt(start - 1))) start--;
  return start;
}

function isParameter(text: string, start: number): boolean {
  return '?&#'.includes(text.charAt(start - 1) || ' ');
}

function quoteAt(text: string, index: number): string {
  const sign = text.charAt(index);
  return sign === '"' || sign === "'" ? sign : '';
}

/** A quoted value extends to the closing quote. */
function valueEnd(text: string, start: number, quote: string, end: RegExp): number {
  return quote === '' ? find(end, text, start) : (text.indexOf(quote, start) + 1 || text.length + 1) - 1;
}

function hideCredentials(text: string, hidden: string): string {
  if (!text.includes('@') && !text.includes('%40')) return text;
  let shown = '';
  let end = 0;
  URL_START.lastIndex = 0;
  for (let match = nextMatch(URL_START, text); match; match = nextMatch(URL_START, text)) {
    const from = match.index + match[0].length;
    const to = credentialsEnd(
      text,
      from,
      /https?$/i.test(text.slice(Math.max(0, match.index - 5), match.index)),
    );
    if (to === from || text.slice(from, to) === hidden) continue;
    shown += text.slice(end, from) + hidden;
    end = to;
    URL_START.lastIndex = to;
  }
  return end === 0 ? text : shown + text.slice(end);
}

/**
 * Where the credentials of a URL end, or its start if it has none. A user without a password is a token in
 * web URLs, and a name elsewhere. A password may contain `/` and `@` by mistake, a port has only digits, and
 * the path of a web URL may also contain `@`.
 */
function credentialsEnd(text: string, start: number, isWeb: boolean): number {
  const authority = text.slice(start, find(AUTHORITY_END, text, start));
  const at = lastAt(authority);
  if (at !== -1 && isWeb) return start + at;
  if (at === -1 ? !hasOpenPassword(authority) : !hasPassword(authority.slice(0, at))) return start;
  const rest = text.slice(start, start + LONGEST_CREDENTIALS);
  return start + Math.max(at, 0, lastAt(rest.slice(0, find(PASSWORD_END, rest, 0))));
}

/**
 * Whether the part after the colon of an authority without `@` may be the
 * start of a password instead of a port.
 */
function hasOpenPassword(authority: string): boolean {
  const colon = authority.indexOf(':');
  return colon !== -1 && !authority.startsWith('[') && !NO_PASSWORD.test(authority.slice(colon + 1));
}

function hasPassword(credentials: string): boolean {
  return /:|%3a/i.test(credentials);
}

function lastAt(text: string): number {
  return Math.max(text.lastIndexOf('@'), text.lastIndexOf('%40'));
}

function find(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
