import type { JsonMap } from './json.ts';

/** `GET /api/metrics`: by service and name. */
export interface MetricsAnswer {
  readonly metrics: readonly ViewMetric[];
}

export interface ViewMetric {
  readonly service: string;
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly type: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';
  readonly temporality: 'unspecified' | 'delta' | 'cumulative' | null;
  readonly monotonic: boolean | null;
  readonly scope: { readonly name: string; readonly version: string };
  readonly series: readonly ViewSeries[];
  /** Number of series that are not kept because there were too many. */
  readonly droppedSeries: number;
}

export interface ViewSeries {
  readonly attributes: JsonMap;
  readonly resource: string;
  /** The newest few hundred, oldest first. */
  readonly points: readonly ViewPoint[];
}

/** Gauges and sums have a `value`, the others `count` and `sum`. */
export interface ViewPoint {
  readonly timeMs: number;
  readonly value: number | null;
  readonly count: number | null;
  readonly sum: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Of a histogram: `upTo` is null for the last one, which has no upper bound. */
  readonly buckets: readonly { readonly upTo: number | null; readonly count: number }[];
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}
