import type { TimeInput } from '@opentelemetry/api';
import { readInstant } from '../clock.ts';
import type { Logged } from './info.ts';

/** Milliseconds that a formatted timestamp may be away from now; further, its zone or its date was left out. */
const PLAUSIBLE = 60_000;

export const NOT_ADDED = Symbol('no format added a timestamp');

/** The timestamp that a format added; undefined where it cannot be read as an instant near now. */
export function addedTimestamp(
  { fields: before }: Logged,
  { timestamp }: Readonly<Record<string, unknown>>,
): TimeInput | undefined | typeof NOT_ADDED {
  if (timestamp === undefined || timestamp === before.timestamp) return NOT_ADDED;
  const milliseconds = typeof timestamp === 'string' ? Date.parse(timestamp) : Number(timestamp);
  return Math.abs(milliseconds - Date.now()) < PLAUSIBLE ? readInstant(timestamp) : undefined;
}
