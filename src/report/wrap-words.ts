import { graphemesOf, widthOf } from './display-width.ts';

/**
 * Breaks a string at spaces into lines of at most so many columns. A longer word gets its own line,
 * unbroken, so that it can be copied.
 */
export function wrapWords(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(part => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Breaks a string anywhere into pieces of at most so many columns. */
export function breakText(text: string, columns: number): readonly string[] {
  const pieces = [''];
  for (const grapheme of graphemesOf(text)) {
    const last = pieces.at(-1) ?? '';
    if (widthOf(last + grapheme) <= columns) pieces[pieces.length - 1] = last + grapheme;
    else pieces.push(grapheme);
  }
  return pieces.filter(piece => piece !== '');
}
