import type { MetricPoint } from '../../receiver/telemetry.ts';
import { explosionOf } from '../../shared/exploding-labels.ts';
import { describe } from '../evidence.ts';
import type { Facts } from '../facts.ts';
import { percent, type Saving } from './saving.ts';
import { distinctSeries, seriesOf } from './series.ts';

const LEAST_SHARE = 0.2;

/**
 * A label with more values than this is reported, and one that is known to
 * explode, with more than `SOME_VALUES`.
 */
const MANY_VALUES = 20;
const SOME_VALUES = 4;

/** Metrics with a large share of all series, and the label that causes it. */
export function seriesSavings({ telemetry }: Facts): Saving[] {
  const metrics = new Map<string, MetricPoint[]>();
  for (const point of distinctSeries(telemetry.metricPoints).values())
    metrics.set(point.name, [...(metrics.get(point.name) ?? []), point]);
  const seriesIn = (points: readonly MetricPoint[]) =>
    points.reduce((sum, point) => sum + seriesOf(point), 0);
  const all = seriesIn([...metrics.values()].flat());
  return [...metrics].flatMap(([name, points]): Saving[] => {
    const series = seriesIn(points);
    const label = widestLabel(points);
    if (!label || series / all < LEAST_SHARE) return [];
    const share = series / all;
    return [
      {
        of: 'series',
        name,
        share,
        message: `${name} is ${percent(share)} of your series (${series}): its label ${label.name} has ${label.values} values`,
        fix: `leave out the label ${label.name}, or drop it with a view in OTEL_RUN_EXTEND; record it on spans and logs instead`,
      },
    ];
  });
}

function widestLabel(points: readonly MetricPoint[]): { name: string; values: number } | undefined {
  const values = new Map<string, Set<string>>();
  const exploding = new Set<string>();
  for (const { attributes } of points) {
    for (const [name, value] of Object.entries(attributes)) {
      values.set(name, (values.get(name) ?? new Set()).add(describe(value)));
      if (explosionOf(name, value)) exploding.add(name);
    }
  }
  const [widest] = [...values]
    .map(([name, { size }]) => ({ name, values: size }))
    .filter(({ name, values: size }) => size > (exploding.has(name) ? SOME_VALUES : MANY_VALUES))
    .sort((one, other) => other.values - one.values);
  return widest;
}
