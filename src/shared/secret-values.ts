/**
 * Not a value: a second `=` or `>` of code, a parameter of a statement or a
 * template, or what was already hidden.
 */
export const NO_VALUE =
  /^(?:[=>]|\$(?:\d+(?![\w$])|\{|[A-Z_]+\b)|\?(?!\w)|\{\w*\}|\[[\w ]+\]|<[\w ]+>|\*+(?!\w)|x{3,}(?!\w)|REDACTED)/i;

/** Characters that decide whether a string contains a value. */
export const START = 40;

/** A word that does not look like part of a sentence. */
export const LOOKS_RANDOM = /^(?=\D*\d)(?=[^a-z]*[a-z]).{6,}/is;

/** The end of a sticky pattern's match at this position, or the position if there is no match. */
export function after(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}
