const GRAPHEMES = new Intl.Segmenter();

/** Characters that a terminal shows two columns wide: emoji, CJK, Hangul, full-width forms. */
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;

/**
 * Fits text into exactly so many terminal columns: filled up with spaces, or cut and ended with `…`.
 *
 * @param align where the text stands when it is shorter
 */
export function fitColumns(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const padding = ' '.repeat(Math.max(0, columns - widthOf(text)));
  if (widthOf(text) <= columns) return align === 'left' ? text + padding : padding + text;
  let cut = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (width + widthOf(segment) > columns - 1) break;
    cut += segment;
    width += widthOf(segment);
  }
  return `${cut}…${' '.repeat(Math.max(0, columns - 1 - width))}`;
}

function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
