import type { MetricPoint } from '../../receiver/telemetry.ts';
import { LIMITS } from './limits.ts';
import type { ResourceTable } from './resources.ts';
import { safeAttributes, safeText, startIntake } from './safe-value.ts';
import { serviceNameOf } from './service-name.ts';

/** One metric of a service, with its newest points. */
export interface HeldMetric {
  readonly service: string;
  /** The last point: name, unit, type and so on. */
  about: MetricPoint;
  readonly series: Map<string, HeldSeries>;
  droppedSeries: number;
}

export interface HeldSeries {
  readonly attributes: MetricPoint['attributes'];
  readonly resourceId: string;
  /** Oldest first. Only the newest has buckets. */
  readonly points: MetricPoint[];
}

export interface MetricTable {
  add(point: MetricPoint): void;
  all(): readonly HeldMetric[];
}

/** Keeps the newest points of series that are still sent. */
export function createMetricTable(resources: ResourceTable): MetricTable {
  const metrics = new Map<string, HeldMetric>();
  let seriesCount = 0;
  return {
    add(sent) {
      const { id, attributes: resource } = resources.hold(sent.resource);
      const intake = startIntake();
      const about = {
        ...sent,
        resource,
        scope: resources.holdScope(sent.scope),
        name: safeText(sent.name, intake),
        description: safeText(sent.description, intake),
        unit: safeText(sent.unit, intake),
        attributes: safeAttributes(sent.attributes, intake),
      };
      const service = serviceNameOf(about);
      const key = JSON.stringify([service, about.name]);
      const metric = metrics.get(key) ?? { service, about, series: new Map(), droppedSeries: 0 };
      metric.about = about;
      metrics.set(key, metric);
      seriesCount += addPoint(metric, id, about);
      if (seriesCount > LIMITS.series) seriesCount -= dropStalest(metrics);
    },
    all: () => [...metrics.values()],
  };
}

/** Returns the number of new series of the metric. */
function addPoint(metric: HeldMetric, resourceId: string, point: MetricPoint): number {
  const key = JSON.stringify([resourceId, Object.entries(point.attributes).sort()]);
  const known = metric.series.get(key);
  const series = known ?? { attributes: point.attributes, resourceId, points: [] };
  const { buckets, exponential, ...rest } = series.points.pop() ?? {};
  if ('name' in rest) series.points.push(rest as MetricPoint);
  series.points.push(point);
  if (series.points.length > LIMITS.points) series.points.shift();
  // Moved to the end, so that the first one is the least recently sent.
  metric.series.delete(key);
  metric.series.set(key, series);
  if (metric.series.size <= LIMITS.seriesOfMetric) return known ? 0 : 1;
  dropFirst(metric);
  return 0;
}

function dropFirst(metric: HeldMetric): void {
  for (const key of metric.series.keys()) {
    metric.series.delete(key);
    metric.droppedSeries += 1;
    return;
  }
}

/** Drops the least recently sent series of all; returns the number of dropped series. */
function dropStalest(metrics: Map<string, HeldMetric>): number {
  let stalest: { readonly key: string; readonly time: bigint } | undefined;
  for (const [key, { series }] of metrics) {
    for (const { points } of series.values()) {
      const time = points.at(-1)?.timeUnixNano ?? 0n;
      if (!stalest || time < stalest.time) stalest = { key, time };
      break;
    }
  }
  const metric = stalest && metrics.get(stalest.key);
  if (!stalest || !metric) return 0;
  dropFirst(metric);
  if (metric.series.size === 0) metrics.delete(stalest.key);
  return 1;
}
