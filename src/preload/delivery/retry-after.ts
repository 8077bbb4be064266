/** The longest pause in milliseconds for a collector: a wrong number must not silence a process for days. */
const LONGEST_PAUSE = 60 * 60 * 1000;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date.
 *
 * @param date the answer's own `Date` header, from the clock that a date refers to
 * @param now milliseconds since 1970, if the answer has no date
 * @returns milliseconds; undefined without a pause: no header, an unreadable one, 0, or a time in the past
 */
export function readRetryAfter(
  header: string | undefined,
  date: string | undefined,
  now: number,
): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return boundPause(Number(text) * 1000);
  // `Date.parse` accepts too much as a date, for example '-5'.
  if (!/^[a-z]{3,}[ ,]/i.test(text)) return undefined;
  const sent = Date.parse(date ?? '');
  return boundPause(Date.parse(text) - (Number.isNaN(sent) ? now : sent));
}

/** A pause of limited length; undefined if there is none. */
export function boundPause(milliseconds: number): number | undefined {
  return milliseconds > 0 ? Math.min(milliseconds, LONGEST_PAUSE) : undefined;
}
