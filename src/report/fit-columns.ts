import { graphemesOf, widthOf } from './display-width.ts';

/**
 * Fits text into an exact number of terminal columns: padded with spaces, or cut and ended with `…`.
 *
 * @param align the alignment of a shorter text
 */
export function fitColumns(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const padding = ' '.repeat(Math.max(0, columns - widthOf(text)));
  if (widthOf(text) <= columns) return align === 'left' ? text + padding : padding + text;
  let cut = '';
  let width = 0;
  for (const grapheme of graphemesOf(text)) {
    if (width + widthOf(grapheme) > columns - 1) break;
    cut += grapheme;
    width += widthOf(grapheme);
  }
  return `${cut}…${' '.repeat(Math.max(0, columns - 1 - width))}`;
}
