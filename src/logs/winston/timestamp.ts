import type { TimeInput } from '@opentelemetry/api';
import { readInstant } from '../clock.ts';

/**
 * The maximum difference between a formatted timestamp and now, in milliseconds. A larger one means that the
 * format omits the time zone or the date.
 */
const PLAUSIBLE = 60_000;

export const NOT_ADDED = Symbol('no format added a timestamp');

/**
 * The timestamp that a format added; undefined if it is not an instant near now.
 *
 * @param given the value that the application logged under this name
 */
export function addedTimestamp(
  given: unknown,
  { timestamp }: Readonly<Record<string, unknown>>,
): TimeInput | undefined | typeof NOT_ADDED {
  if (timestamp === undefined || timestamp === given) return NOT_ADDED;
  const milliseconds = typeof timestamp === 'string' ? Date.parse(timestamp) : Number(timestamp);
  return Math.abs(milliseconds - Date.now()) < PLAUSIBLE ? readInstant(timestamp) : undefined;
}
