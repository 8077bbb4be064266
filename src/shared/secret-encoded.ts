import { nextMatch } from './next-match.ts';
import { isSecretName } from './secret-names.ts';
import { after, NO_VALUE, START } from './secret-values.ts';

/** Maximum characters of a name, with what is encoded in it. */
const LONGEST_NAME = 100;

const NAME = /[\w.%[\]-]/;

/** A `=` or `:` of a string in another one, which may be encoded more than once. */
const SIGN = /%(?:25)*3[da]/gi;

/** What precedes a name there: `?`, `&`, `#`, `;`, `/`, `=`, `,`, `{`, a blank or a quote. */
const BEFORE_NAME = /%(?:25)*(?:2[0-3672cf]|3[bdf]|7b|0[ad])/i;

const OPENING = /(?:%(?:25)*20|\+){0,9}%(?:25)*2[27]/iy;

/** Ends a value: the parameter that contains it, or a sign of its own string. */
const VALUE_END = /[&#;\s"'`<>]|%(?:25)*(?:2[0-3672c]|3[bce]|7d|0[ad])|$/gi;

/**
 * A string in which values with a secret's name are hidden, where name and value are in a URL, in JSON or in a form
 * that is itself a parameter: `?next=%2Freset%3Ftoken%3D1234`.
 */
export function hideEncoded(text: string, hidden: string): string {
  let shown = '';
  let end = 0;
  SIGN.lastIndex = 0;
  for (let match = nextMatch(SIGN, text); match; match = nextMatch(SIGN, text)) {
    const from = after(OPENING, text, SIGN.lastIndex);
    // After a colon, only a value in quotes is one.
    if (/a$/i.test(match[0]) && from === SIGN.lastIndex) continue;
    if (NO_VALUE.test(text.slice(from, from + START))) continue;
    if (!isSecretName(nameBefore(text, match.index, end), 'parameter')) continue;
    VALUE_END.lastIndex = from;
    const to = VALUE_END.exec(text)?.index ?? from;
    if (from === to) continue;
    shown += text.slice(end, from) + hidden;
    end = to;
    SIGN.lastIndex = to;
  }
  return shown + text.slice(end);
}

function nameBefore(text: string, sign: number, least: number): string {
  const first = Math.max(least, sign - LONGEST_NAME);
  let start = sign;
  while (start > first && NAME.test(text.charAt(start - 1))) start--;
  return text.slice(start, sign).split(BEFORE_NAME).findLast(Boolean) ?? '';
}
