/** The longest pause in milliseconds that a collector gets: a wrong number must not silence a process for days. */
const LONGEST_PAUSE = 60 * 60 * 1000;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date.
 *
 * @param date the answer's own `Date` header, by whose clock a date is meant
 * @param now milliseconds since 1970, where the answer has no date
 * @returns milliseconds; undefined where nothing is asked for: no header, one that cannot be read, 0, or the past
 */
export function readRetryAfter(
  header: string | undefined,
  date: string | undefined,
  now: number,
): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return boundPause(Number(text) * 1000);
  // `Date.parse` takes much for a date, '-5' for one.
  if (!/^[a-z]{3,}[ ,]/i.test(text)) return undefined;
  const sent = Date.parse(date ?? '');
  return boundPause(Date.parse(text) - (Number.isNaN(sent) ? now : sent));
}

/** A pause that can be kept; undefined where there is none. */
export function boundPause(milliseconds: number): number | undefined {
  return milliseconds > 0 ? Math.min(milliseconds, LONGEST_PAUSE) : undefined;
}
