import type { LogRecord, Span } from '../../receiver/telemetry.ts';
import type { Facts } from '../facts.ts';
import { type Attribution, attribute } from './attribution.ts';
import { itemBytes } from './item-bytes.ts';
import { type MonthlyCost, monthlyCost } from './monthly.ts';
import type { Saving } from './saving.ts';
import { findSavings } from './savings.ts';
import { countSeries } from './series.ts';
import type { Share } from './unit.ts';

/** Bytes of uncompressed OTLP/protobuf, including resources and scopes. */
export interface RouteCost {
  /** The name of the trace's first span. */
  readonly name: string;
  readonly requests: number;
  readonly spans: number;
  readonly logs: number;
  readonly bytes: { readonly traces: number; readonly logs: number };
}

/** The telemetry of a run, by request and by route: the `cost` of `smoke --json`. */
export interface Cost {
  /**
   * What is counted: requests that were sent; otherwise units of work that
   * began by themselves; otherwise the run.
   */
  readonly per: 'request' | 'unit of work' | 'run';
  /** Their number. */
  readonly requests: number;
  readonly perRequest: {
    readonly spans: number;
    readonly logs: number;
    readonly bytes: { readonly traces: number; readonly logs: number; readonly metrics: number };
  };
  /** Per request of a route. */
  readonly byRoute: readonly RouteCost[];
  /** In total: telemetry from the start, from the end and from work outside of requests. */
  readonly outside: Omit<RouteCost, 'name' | 'requests'>;
  /** Metric series, as a Prometheus-like backend counts them. */
  readonly series: number;
  readonly monthly?: MonthlyCost;
  /** What costs most and how to save it, most expensive first. */
  readonly savings: readonly Saving[];
}

/** Computes the cost of a run, and of a month at a given rate. Pure. */
export function computeCost(facts: Facts): Cost {
  const { telemetry, batches = [], rate } = facts;
  const bytes = itemBytes(batches);
  const attribution = attribute(facts);
  const { per, count } = attribution;
  const sizeOf = (items: readonly (Span | LogRecord)[]) =>
    items.reduce((sum, item) => sum + (bytes.get(item) ?? 0), 0);
  const costOf = ({ spans, logs }: Share, times: number) => ({
    spans: rounded(spans.length / times, 2),
    logs: rounded(logs.length / times, 2),
    bytes: { traces: rounded(sizeOf(spans) / times), logs: rounded(sizeOf(logs) / times) },
  });
  const requested = costOf(attribution.requested, count);
  const metrics = telemetry.metricPoints.reduce((sum, point) => sum + (bytes.get(point) ?? 0), 0);
  const perRequest = { ...requested, bytes: { ...requested.bytes, metrics: rounded(metrics / count) } };
  const series = countSeries(telemetry.metricPoints);
  return {
    per,
    requests: count,
    perRequest,
    byRoute: attribution.routes.map(route => ({
      name: route.name,
      requests: route.requests,
      ...costOf(route, route.requests),
    })),
    outside: costOf(attribution.outside, 1),
    series,
    ...(rate && { monthly: monthlyCost(exactBytes(attribution, sizeOf), rate, facts, series) }),
    savings: findSavings(facts, attribution, bytes),
  };
}

function exactBytes(
  { requested, count }: Attribution,
  sizeOf: (items: readonly (Span | LogRecord)[]) => number,
): { readonly traces: number; readonly logs: number } {
  return { traces: sizeOf(requested.spans) / count, logs: sizeOf(requested.logs) / count };
}

function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
