/**
 * Characters that move a terminal's cursor, set colours, or change the writing
 * direction: ESC, C0, C1, NUL, bidi.
 */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/** A string in which controls, including line breaks, become spaces. */
export function printable(text: string): string {
  return text.replace(CONTROLS, ' ');
}

/** The same for every string in a plain value. */
export function printableAll<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_, entry) =>
    typeof entry === 'string' ? printable(entry) : entry,
  );
}
