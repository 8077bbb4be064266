/** A change to a string: the `length` characters at `at` become `text`. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

export function edited(source: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((one, other) => other.at - one.at)
    .reduce(
      (text, { at, length, text: instead }) => text.slice(0, at) + instead + text.slice(at + length),
      source,
    );
}
