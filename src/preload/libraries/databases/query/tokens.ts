/** The syntax of an SQL dialect, as far as it matters here. */
export interface Dialect {
  /** Whether a backslash in a string escapes what follows it. */
  readonly backslash?: boolean;
  /** Whether `"…"` is a string, as in MySQL. Elsewhere it is a name. */
  readonly doubleQuotedStrings?: boolean;
  /** Whether `#` starts a comment. */
  readonly hashComments?: boolean;
}

export const ANSI: Dialect = {};
export const MYSQL: Dialect = { backslash: true, doubleQuotedStrings: true, hashComments: true };
export const CLICKHOUSE: Dialect = { backslash: true };

export interface Token {
  readonly kind: 'word' | 'name' | 'literal' | 'punctuation';
  readonly text: string;
  /** Whether white space or a comment precedes it. */
  readonly isSpaced: boolean;
}

const ESCAPED = `'(?:[^'\\\\]|\\\\[\\s\\S]|'')*(?:'|$)`;
const STRING = `'(?:[^']|'')*(?:'|$)`;
const DOUBLE_QUOTED = `"(?:[^"]|"")*(?:"|$)`;
const DOUBLE_QUOTED_ESCAPED = `"(?:[^"\\\\]|\\\\[\\s\\S]|"")*(?:"|$)`;
const DOLLAR_QUOTED = '\\$(?<tag>[A-Za-z_]\\w*)?\\$[\\s\\S]*?(?:\\$\\k<tag>\\$|$)';
const NUMBER = '(?:\\d[\\w.]*(?:(?<=[eE])[+-]\\d+)?|\\.\\d\\w*(?:(?<=[eE])[+-]\\d+)?)';
const WORD = '[\\p{L}_@#$:][\\p{L}\\p{N}_$@#]*|\\$\\d+';

function grammar({ backslash, doubleQuotedStrings, hashComments }: Dialect): RegExp {
  const string = `[nNxXbB]?${backslash ? ESCAPED : STRING}|[eE]${ESCAPED}|(?:[uU]&)${STRING}`;
  const doubleQuoted = backslash && doubleQuotedStrings ? DOUBLE_QUOTED_ESCAPED : DOUBLE_QUOTED;
  const comment = `--[^\\n]*|\\/\\*[\\s\\S]*?(?:\\*\\/|$)${hashComments ? '|#[^\\n]*' : ''}`;
  const literals = [string, DOLLAR_QUOTED, ...(doubleQuotedStrings ? [doubleQuoted] : []), NUMBER];
  const names = [
    ...(doubleQuotedStrings ? [] : [DOUBLE_QUOTED]),
    '`[^`]*`',
    '\\[[\\p{L}_][\\p{L}\\p{N}_$@# .-]*\\]',
  ];
  return new RegExp(
    `(?<space>\\s+|${comment})|(?<literal>${literals.join('|')})|(?<name>${names.join('|')})|(?<punctuation>::|:=)|(?<word>${WORD})|[\\s\\S]`,
    'gu',
  );
}

const grammars = new WeakMap<Dialect, RegExp>();

/** The tokens of a statement, without comments and white space. For any input, tokens never overlap. */
export function* tokensOf(sql: string, dialect: Dialect): Generator<Token> {
  const pattern = grammars.get(dialect) ?? grammar(dialect);
  grammars.set(dialect, pattern);
  let isSpaced = false;
  for (const { 0: text, groups = {} } of sql.matchAll(pattern)) {
    if (groups.space !== undefined) {
      isSpaced = true;
      continue;
    }
    yield { kind: kindOf(groups), text, isSpaced };
    isSpaced = false;
  }
}

function kindOf({ literal, name, word }: Readonly<Record<string, string | undefined>>): Token['kind'] {
  if (literal !== undefined) return 'literal';
  if (name !== undefined) return 'name';
  return word === undefined ? 'punctuation' : 'word';
}
