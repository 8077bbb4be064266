import { nextMatch } from './next-match.ts';
import { after, LOOKS_RANDOM, NO_VALUE, START } from './secret-values.ts';

const HEADER = /(?:cookie|authorization):[ \t]*/gi;

/** A cookie header: everything up to the end of the line is secret. */
const COOKIE = /[^\s=;:"'\\]{1,100}=/y;
const LINE_END = /[\r\n"'\\`<>]|$/g;

/** Schemes that are followed by a list of parameters, and others. */
const WITH_PARAMETERS = /(?:digest|hawk|mac|oauth|signature|aws4-[\w-]{1,40})[ \t]+/iy;
const SCHEME = /(?:[\w-]{1,40}[ \t]+)?/iy;
const PARAMETER = /[\w-]{1,100}=(?:\\*"[^"\r\n]*"|[^\s,"'\\]*)(?:,[ \t]*)?/y;
const WORD = /[^\s"'\\`,;<>]+/y;

/** A string in which the values of headers with credentials, in HTTP notation, are hidden. */
export function hideHeaders(text: string, hidden: string): string {
  let shown = '';
  let end = 0;
  HEADER.lastIndex = 0;
  for (let match = nextMatch(HEADER, text); match; match = nextMatch(HEADER, text)) {
    const from = HEADER.lastIndex;
    const [start, to] = /cookie:/i.test(match[0]) ? cookies(text, from) : credentials(text, from);
    if (start === to) continue;
    shown += text.slice(end, start) + hidden;
    end = to;
    HEADER.lastIndex = to;
  }
  return end === 0 ? text : shown + text.slice(end);
}

type Range = readonly [start: number, end: number];

function cookies(text: string, start: number): Range {
  const value = after(COOKIE, text, start);
  if (value === start || NO_VALUE.test(text.slice(value, value + START))) return [start, start];
  LINE_END.lastIndex = value;
  return [start, LINE_END.exec(text)?.index ?? text.length];
}

function credentials(text: string, start: number): Range {
  const parameters = after(WITH_PARAMETERS, text, start);
  if (parameters !== start) {
    let end = parameters;
    for (let next = after(PARAMETER, text, end); next !== end; next = after(PARAMETER, text, end)) end = next;
    return [parameters, end];
  }
  const scheme = after(SCHEME, text, start);
  for (const from of [start, scheme]) {
    const end = after(WORD, text, from);
    if (!NO_VALUE.test(text.slice(from, from + START)) && isCredential(text.slice(from, end)))
      return [from, end];
  }
  return [start, start];
}

function isCredential(word: string): boolean {
  return LOOKS_RANDOM.test(word) && !/^(?:bearer|basic)$/i.test(word);
}
