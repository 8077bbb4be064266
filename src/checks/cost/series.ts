import type { MetricPoint } from '../../receiver/telemetry.ts';

/**
 * Counts series like backends that bill them: each set of labels of each instance once; for a histogram, once
 * per bucket, and twice more for its sum and its count.
 */
export function countSeries(points: readonly MetricPoint[]): number {
  return [...distinctSeries(points).values()].reduce((sum, point) => sum + seriesOf(point), 0);
}

/** The last point of each set of labels of each metric of each instance. */
export function distinctSeries(points: readonly MetricPoint[]): Map<string, MetricPoint> {
  const keyOf = ({ name, attributes, resource }: MetricPoint) =>
    JSON.stringify([
      name,
      resource['service.name'],
      resource['service.instance.id'],
      Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)),
    ]);
  return new Map(points.map(point => [keyOf(point), point]));
}

/** The series that one set of labels of a metric makes. */
export function seriesOf({ buckets, quantiles }: MetricPoint): number {
  if (buckets) return buckets.length + 2;
  return quantiles ? quantiles.length + 2 : 1;
}
