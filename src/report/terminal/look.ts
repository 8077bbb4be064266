import type { Paint } from '../colours.ts';
import { widthOf } from '../display-width.ts';
import { breakText, wrapWords } from '../wrap-words.ts';

/** The look of a report. */
export interface Look {
  readonly paint: Paint;
  /** The width of the terminal. */
  readonly columns: number;
}

/** Breaks a string at spaces, and also breaks words longer than a line. */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(8, columns);
  return wrapWords(text, width).flatMap(line => (widthOf(line) > width ? breakText(line, width) : [line]));
}
