import { wordsOf } from './name-words.ts';
import {
  ABOUT,
  ANYWHERE,
  ASKING,
  CONVENTIONS,
  ENDINGS,
  HARMLESS_TOKENS,
  HEADER,
  LOOKED_INTO,
  NUMERIC,
  PARAMETER_ENDINGS,
  QUALIFIERS,
  SECRET_TOKENS,
  STEMS,
  WHOLE_NAMES,
  WHOLE_PARAMETERS,
} from './secret-words.ts';

/**
 * The place of a name: an attribute or a field, or a URL parameter, a header or a cookie. In the latter,
 * `code` and `key` are credentials, not an error code and a map key.
 */
export type NamePlace = 'field' | 'parameter';

/** What a secret's name hides in addition to strings and lists. */
export interface Secrecy {
  /** A number under most secrets' names is a count or a length. */
  readonly numbers: boolean;
  /** An object named `session` has fields with more specific names. */
  readonly objects: boolean;
}

/** Number of words in the longest ending. */
const LONGEST_ENDING = 4;

const added = new Set<string>();

/** Adds names (`OTEL_RUN_REDACT`) to the table, before any name is checked. Ignores case and punctuation. */
export function addSecretNames(names: readonly string[]): void {
  for (const name of names) added.add(wordsOf(name).join(''));
}

/** Whether any string under this name is a secret. */
export function isSecretName(name: string, place: NamePlace = 'field'): boolean {
  return secrecyOf(name, place) !== undefined;
}

/** What a name hides; undefined if it does not name a secret. */
export function secrecyOf(name: string, place: NamePlace = 'field'): Secrecy | undefined {
  const header = HEADER.exec(name)?.[1];
  if (header !== undefined) return secrecyOf(header, 'parameter');
  const words = wordsOf(name);
  if (added.size > 0 && added.has(words.join(''))) return { numbers: true, objects: true };
  if (place === 'field' && CONVENTIONS.test(name)) return undefined;
  const core = withoutQualifiers(words);
  if (!isAnywhere(words) && !endsAsSecret(core, words, place)) return undefined;
  return { numbers: endsIn(core, NUMERIC), objects: !endsIn(core, LOOKED_INTO) };
}

/** Whether a name of this secrecy hides a value. Missing values and booleans reveal nothing. */
export function isHidden({ numbers, objects }: Secrecy, value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return value !== '';
    case 'number':
    case 'bigint':
      return numbers;
    case 'object':
      return value !== null && (objects || Array.isArray(value));
    default:
      return false;
  }
}

function isAnywhere(words: readonly string[]): boolean {
  if (ABOUT.has(words.at(-1) ?? '')) return false;
  return words.some((word, index) => isStrong(word) && !ASKING.has(words[index - 1] ?? ''));
}

function isStrong(word: string): boolean {
  return ANYWHERE.has(word) || STEMS.some(stem => word.endsWith(stem));
}

function endsAsSecret(core: readonly string[], words: readonly string[], place: NamePlace): boolean {
  const whole = words.join('');
  if (WHOLE_NAMES.has(whole) || endsIn(core, ENDINGS) || endsInToken(core)) return true;
  return place === 'parameter' && (WHOLE_PARAMETERS.has(whole) || endsIn(core, PARAMETER_ENDINGS));
}

/** Whether the last words, joined, are one of the endings, including plurals. */
function endsIn(words: readonly string[], endings: ReadonlySet<string>): boolean {
  let ending = '';
  for (let i = words.length - 1; i >= 0 && i >= words.length - LONGEST_ENDING; i--) {
    ending = words[i] + ending;
    if (!endings.has(ending) && !endings.has(singular(ending))) continue;
    if (!ASKING.has(words[i - 1] ?? '')) return true;
  }
  return false;
}

/** `sessions` is a count; plurals of other secrets are lists. */
function singular(ending: string): string {
  return ending === 'sessions' ? ending : ending.replace(/s$/, '');
}

function endsInToken(words: readonly string[]): boolean {
  const [last = '', before = ''] = [words.at(-1), words.at(-2)];
  const match = /^(.*)token(s?)$/.exec(last);
  if (!match) return false;
  const kind = match[1] || before;
  return match[2] === 's' ? SECRET_TOKENS.has(kind) : !HARMLESS_TOKENS.has(kind);
}

function withoutQualifiers(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 1 && isQualifier(words[end - 1] ?? '')) end--;
  return words.slice(0, end);
}

function isQualifier(word: string): boolean {
  return QUALIFIERS.has(word) || /^\d+$/.test(word);
}
