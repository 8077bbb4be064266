const LONGEST = 200;

/** Turns foreign text into one line of limited length that is safe to print. */
export function oneLine(text: string): string {
  const printable = text.replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim();
  return printable.length > LONGEST ? `${printable.slice(0, LONGEST)}…` : printable;
}
