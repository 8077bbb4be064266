import type { TimeInput } from '@opentelemetry/api';
import { readInstant } from '../clock.ts';

/** Milliseconds that a formatted timestamp may be away from now; further, its zone or its date was left out. */
const PLAUSIBLE = 60_000;

export const NOT_ADDED = Symbol('no format added a timestamp');

/**
 * The timestamp that a format added; undefined where it cannot be read as an instant near now.
 *
 * @param given what the application logged under this name
 */
export function addedTimestamp(
  given: unknown,
  { timestamp }: Readonly<Record<string, unknown>>,
): TimeInput | undefined | typeof NOT_ADDED {
  if (timestamp === undefined || timestamp === given) return NOT_ADDED;
  const milliseconds = typeof timestamp === 'string' ? Date.parse(timestamp) : Number(timestamp);
  return Math.abs(milliseconds - Date.now()) < PLAUSIBLE ? readInstant(timestamp) : undefined;
}
