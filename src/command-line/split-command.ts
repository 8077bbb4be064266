/** Why a command line cannot be split into words without a shell. */
export type SplitProblem = 'quote' | 'backslash' | 'shell' | 'assignment' | 'empty';

/**
 * The words of a command line, or why it cannot be split; `character` is the
 * one that only a shell understands.
 */
export type SplitCommand =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly problem: SplitProblem; readonly character?: string };

/** One piece of a word: in single quotes, in double quotes, after a backslash, or plain. */
const PIECE = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\|&;<>()$`*?]+)/sy;

/** What a shell would replace with a value, even in double quotes. */
const EXPANSION = /^(?:[^\\$`]|\\.)*([$`])/s;

/**
 * Splits a command line as a shell would split plain words, at white space. In single quotes nothing is
 * special. In double quotes and outside of quotes, a backslash escapes the next character (in double quotes
 * only `"`, `\`, `$` and a backquote, as in a shell). Features that only a shell has (variables, globs,
 * pipes, `&&`, redirections, and assignments before the command) are refused, not passed on.
 */
export function splitCommand(line: string): SplitCommand {
  const words: string[] = [];
  let position = 0;
  while (true) {
    position += /^\s*/.exec(line.slice(position))?.[0].length ?? 0;
    if (position >= line.length) break;
    let word = '';
    while (position < line.length && !/\s/.test(line.charAt(position))) {
      PIECE.lastIndex = position;
      const piece = PIECE.exec(line);
      if (!piece) return refusal(line.charAt(position));
      const expanded = EXPANSION.exec(piece[2] ?? '');
      if (expanded) return refusal(expanded[1] ?? '');
      word += textOf(piece);
      position = PIECE.lastIndex;
    }
    words.push(word);
  }
  if (words.length === 0) return { ok: false, problem: 'empty' };
  return /^\w+=/.test(words[0] ?? '') ? { ok: false, problem: 'assignment' } : { ok: true, words };
}

function textOf([, single, double, escaped, plain]: RegExpExecArray): string {
  return single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '';
}

function refusal(character: string): SplitCommand {
  if (character === '"' || character === "'") return { ok: false, problem: 'quote', character };
  return character === '\\'
    ? { ok: false, problem: 'backslash', character }
    : { ok: false, problem: 'shell', character };
}
