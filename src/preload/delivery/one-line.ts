const LONGEST = 200;

/** What somebody else wrote as one line of bounded length that is safe to print. */
export function oneLine(text: string): string {
  const printable = text.replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim();
  return printable.length > LONGEST ? `${printable.slice(0, LONGEST)}…` : printable;
}
