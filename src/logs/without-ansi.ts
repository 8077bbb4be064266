// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an ANSI sequence starts with
const ANSI = /\u001b\[[\d;]*[A-Za-z]/g;

/** Removes ANSI escape sequences from a string. */
export function withoutAnsi(text: string): string {
  return text.includes('\u001b[') ? text.replace(ANSI, '') : text;
}
