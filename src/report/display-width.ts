let segmenter: Intl.Segmenter | undefined;

/** Splits at what a reader sees as one character, regardless of its code points. */
export function graphemesOf(text: string): string[] {
  // Created on first use: it takes 10 ms, which should not delay the start of a command.
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Characters that a terminal shows two columns wide: emoji, CJK, Hangul, full-width forms. */
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;

const NARROW = /^[\x20-\x7E]*$/;

/** The columns of a terminal that a string takes. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  return graphemesOf(text).reduce((width, grapheme) => width + (WIDE.test(grapheme) ? 2 : 1), 0);
}
