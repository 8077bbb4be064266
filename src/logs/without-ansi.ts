// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an ANSI sequence starts with
const ANSI = /\u001b\[[\d;]*[A-Za-z]/g;

/** A text without ANSI escape sequences. */
export function withoutAnsi(text: string): string {
  return text.includes('\u001b[') ? text.replace(ANSI, '') : text;
}
