import type { Facts } from '../facts.ts';

/** Seconds of a month: a twelfth of a year of 365.25 days. */
const MONTH_S = 2_629_800;

/** Of the specification. */
const DEFAULT_INTERVAL_MS = 60_000;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** Requests per second. */
export type Rate = number;

/** The cost of a month at a rate. */
export interface MonthlyCost {
  readonly requestsPerSecond: number;
  /** Uncompressed, 10⁹ bytes each. */
  readonly gigabytes: { readonly traces: number; readonly logs: number; readonly metrics: number };
  readonly series: number;
}

/**
 * Reads `50/s`, `3000/min`, `20000/h`, `1000000/d`; a plain number is per second.
 *
 * @throws Error that explains what is accepted
 */
export function parseRate(text: string): Rate {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)(?:\/(s|m|min|h|d))?$/.exec(text.trim()) ?? [];
  const rate = number === '' ? 0 : Number(number) / (UNITS[unit] ?? 1);
  if (rate > 0) return rate;
  throw new Error('It must be requests per time, as in 50/s, 3000/min, 20000/h or 1000000/d.');
}

/**
 * Computes a month. Metrics do not depend on requests: each instance exports all of them at every interval.
 *
 * @param perRequest bytes of one request
 * @param series the number of series in the run
 */
export function monthlyCost(
  perRequest: { readonly traces: number; readonly logs: number },
  rate: Rate,
  { batches = [], expected }: Facts,
  series: number,
): MonthlyCost {
  const ofRequests = (bytes: number) => gigabytes(bytes * rate * MONTH_S);
  const exports = (MONTH_S * 1000) / (expected.metricIntervalMs ?? DEFAULT_INTERVAL_MS);
  const largest = new Map<unknown, number>();
  for (const { metricPoints, bytes } of batches) {
    const instance = metricPoints[0]?.resource['service.instance.id'];
    if (metricPoints.length > 0) largest.set(instance, Math.max(bytes, largest.get(instance) ?? 0));
  }
  const collected = [...largest.values()].reduce((sum, bytes) => sum + bytes, 0);
  return {
    requestsPerSecond: rate,
    gigabytes: {
      traces: ofRequests(perRequest.traces),
      logs: ofRequests(perRequest.logs),
      metrics: gigabytes(collected * exports),
    },
    series,
  };
}

function gigabytes(bytes: number): number {
  const value = bytes / 1e9;
  return value >= 10 ? Number(value.toFixed(1)) : Number(value.toPrecision(3));
}
