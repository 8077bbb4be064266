import type { Paint } from '../colours.ts';
import { widthOf } from '../display-width.ts';
import { breakText, wrapWords } from '../wrap-words.ts';

/** How a report looks. */
export interface Look {
  readonly paint: Paint;
  /** Of the terminal. */
  readonly columns: number;
}

/** Breaks a string at spaces; a word that is longer than a line is broken itself. */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(8, columns);
  return wrapWords(text, width).flatMap(line => (widthOf(line) > width ? breakText(line, width) : [line]));
}
