import type { TimeInput } from '@opentelemetry/api';

/** The unit of a time since 1970, by its number of digits. */
const UNITS: readonly { readonly below: number; readonly perSecond: number }[] = [
  { below: 1e11, perSecond: 1 },
  { below: 1e14, perSecond: 1e3 },
  { below: 1e17, perSecond: 1e6 },
  { below: Number.POSITIVE_INFINITY, perSecond: 1e9 },
];

/**
 * Reads the time that a logger wrote: a number since 1970 in seconds, milliseconds, microseconds or
 * nanoseconds, or a string that `Date` can read. Nanoseconds are kept.
 *
 * @returns undefined for anything else
 */
export function readInstant(value: unknown): TimeInput | undefined {
  if (typeof value === 'number' && value > 0) return fromNumber(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return undefined;
  const fraction = /\.(\d{4,9})/.exec(value)?.[1];
  const seconds = Math.floor(milliseconds / 1e3);
  return [seconds, fraction ? Number(fraction.padEnd(9, '0')) : (milliseconds - seconds * 1e3) * 1e6];
}

function fromNumber(value: number): TimeInput | undefined {
  // The SDK reads numbers of this size as milliseconds.
  if (value > performance.timeOrigin / 2 && value < 1e14) return value;
  const unit = UNITS.find(({ below }) => value < below);
  if (!unit || !Number.isFinite(value)) return undefined;
  const seconds = Math.floor(value / unit.perSecond);
  return [seconds, Math.round((value % unit.perSecond) * (1e9 / unit.perSecond))];
}
