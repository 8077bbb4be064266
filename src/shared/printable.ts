/** What moves a terminal's cursor, colours it, or turns the direction of what is read: ESC, C0, C1, NUL, bidi. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/** A text in which nothing but its characters is shown: controls become spaces, line breaks too. */
export function printable(text: string): string {
  return text.replace(CONTROLS, ' ');
}

/** The same of every text in a plain value. */
export function printableAll<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_, entry) =>
    typeof entry === 'string' ? printable(entry) : entry,
  );
}
