/** No value: a second `=` or `>` of code, a parameter of a statement or a template, what was hidden before. */
export const NO_VALUE =
  /^(?:[=>]|\$(?:\d+(?![\w$])|\{|[A-Z_]+\b)|\?(?!\w)|\{\w*\}|\[[\w ]+\]|<[\w ]+>|\*+(?!\w)|x{3,}(?!\w)|REDACTED)/i;

/** Characters that tell whether a string has a value in it. */
export const START = 40;

/** A word that does not look like one of a sentence. */
export const LOOKS_RANDOM = /^(?=\D*\d)(?=[^a-z]*[a-z]).{6,}/is;

/** Where a match of a sticky pattern ends that begins here; here where there is none. */
export function after(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}
