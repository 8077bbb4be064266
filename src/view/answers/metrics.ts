import type { MetricPoint } from '../../receiver/telemetry.ts';
import type { MetricsAnswer, ViewMetric, ViewPoint } from '../model/metrics.ts';
import type { HeldMetric } from '../store/metric-table.ts';
import { toJsonMap, toMs } from './json-value.ts';

/** Metrics by service and name. */
export function metricsAnswer(metrics: readonly HeldMetric[]): MetricsAnswer {
  const key = ({ service, name }: ViewMetric) => `${service}\0${name}`;
  return { metrics: metrics.map(toViewMetric).sort((one, other) => (key(one) < key(other) ? -1 : 1)) };
}

function toViewMetric({ service, about, series, droppedSeries }: HeldMetric): ViewMetric {
  const { name, description, unit, type, temporality, monotonic, scope } = about;
  return {
    service,
    name,
    description,
    unit,
    type,
    temporality: temporality ?? null,
    monotonic: monotonic ?? null,
    scope: { name: scope.name, version: scope.version },
    series: [...series.values()].map(({ attributes, resourceId, points }) => ({
      attributes: toJsonMap(attributes),
      resource: resourceId,
      points: points.map(toViewPoint),
    })),
    droppedSeries,
  };
}

function toViewPoint(point: MetricPoint): ViewPoint {
  return {
    timeMs: toMs(point.timeUnixNano),
    value: finite(point.value),
    count: finite(point.count),
    sum: finite(point.sum),
    min: finite(point.min),
    max: finite(point.max),
    buckets: (point.buckets ?? []).map(({ upTo, count }) => ({ upTo: finite(upTo), count })),
    quantiles: (point.quantiles ?? []).map(({ quantile, value }) => ({
      quantile,
      value: finite(value) ?? 0,
    })),
  };
}

function finite(number: number | undefined): number | null {
  return number !== undefined && Number.isFinite(number) ? number : null;
}
