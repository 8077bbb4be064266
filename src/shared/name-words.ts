/** Of longer names only the end is examined, which says what they name. */
const LONGEST_NAME = 200;

const ESCAPED = /%[\da-f]{2}/gi;

/** The number of times that nested escapes are undone. */
const MOST_ROUNDS = 3;

/**
 * The words of a name, in lower case, regardless of its notation: `userPassword`,
 * `user_password`, `USER-PASSWORD`, `user[password]` and `user%5Bpass%77ord%5D` are all `user`,
 * `password`. Digits are separate words.
 */
export function wordsOf(name: string): string[] {
  const words: string[] = [];
  let word = '';
  let last: Kind = 'separator';
  const text = decoded(name.slice(-LONGEST_NAME));
  for (let i = 0; i < text.length; i++) {
    const kind = kindOf(text.charCodeAt(i));
    if (word !== '' && startsWord(last, kind, kindOf(text.charCodeAt(i + 1)))) {
      words.push(word.toLowerCase());
      word = '';
    }
    if (kind !== 'separator') word += text[i];
    last = kind;
  }
  if (word !== '') words.push(word.toLowerCase());
  return words;
}

type Kind = 'lower' | 'upper' | 'digit' | 'separator';

function kindOf(code: number): Kind {
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  if (code >= 48 && code <= 57) return 'digit';
  return code > 127 ? 'lower' : 'separator';
}

/** In `APIKey` the last capital before a small letter begins a word. */
function startsWord(last: Kind, kind: Kind, next: Kind): boolean {
  if (kind === 'upper') return last !== 'upper' || next === 'lower';
  if (kind === 'lower') return last !== 'lower' && last !== 'upper';
  return kind !== last;
}

function decoded(name: string): string {
  let text = name;
  for (let round = 0; round < MOST_ROUNDS && text.includes('%'); round++) {
    text = text.replace(ESCAPED, escaped => String.fromCharCode(Number.parseInt(escaped.slice(1), 16)));
  }
  return text;
}
