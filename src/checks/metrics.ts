import type { AttributeValue, MetricPoint } from '../receiver/telemetry.ts';
import { explosionOf, SERVER_ADDRESSES } from '../shared/exploding-labels.ts';
import { findVarying, VARYING_IN_NAMES } from '../shared/varying-text.ts';
import type { Check, Evidence } from './check.ts';
import { describe, metricEvidence, shorten } from './evidence.ts';
import type { Facts } from './facts.ts';

/** A metric with more series than this after one short run grows without limit. */
const MOST_SERIES = 100;

/** Ports, partitions and status codes have fewer values. */
const MOST_NUMBERED = 20;

/**
 * Reported because a short run shows too few values to count them. The names of models and regions also look
 * like this, so otel-run drops no label for it.
 */
const NUMBERED = { what: 'a numbered id', pattern: /[-_:#](?!(?:19|20)\d\d(?:[01]\d[0-3]\d)?\b)\d{3,}\b/g };

/** Checks of metrics. */
export const METRIC_CHECKS: readonly Check[] = [
  {
    id: 'metrics-off',
    severity: 'error',
    holds: 'No metrics are exported.',
    fails:
      'Metrics are exported although they are off. An SDK of the application sends them. Request them with OTEL_METRICS_EXPORTER=otlp, or remove that SDK.',
    find({ telemetry, expected }) {
      if (expected.metrics) return { skip: 'metrics were requested' };
      return [...bySeries(telemetry.metricPoints).values()].map(({ point, series }) =>
        metricEvidence(point, `${series.size} series`),
      );
    },
  },
  {
    id: 'metrics-low-cardinality',
    severity: 'error',
    holds: 'Metric attributes have few values.',
    fails:
      'Metric attributes have an unlimited number of values. Each value is a series to store and pay for.',
    find: ({ telemetry: { metricPoints } }: Facts) =>
      metricPoints.length === 0
        ? { skip: 'no metric was received' }
        : [...bySeries(metricPoints).values()].flatMap(cardinalityFindings),
  },
];

interface Metric {
  readonly point: MetricPoint;
  /** One point of each series, by its attributes. */
  readonly series: Map<string, MetricPoint>;
}

function bySeries(points: readonly MetricPoint[]): Map<string, Metric> {
  const metrics = new Map<string, Metric>();
  for (const point of points) {
    const metric = metrics.get(point.name) ?? { point, series: new Map() };
    metric.series.set(JSON.stringify(point.attributes), point);
    metrics.set(point.name, metric);
  }
  return metrics;
}

function cardinalityFindings({ point, series }: Metric): Evidence[] {
  const found = new Map<string, Evidence>();
  if (series.size > MOST_SERIES)
    found.set('', metricEvidence(point, `${series.size} series, more than ${MOST_SERIES}`));
  for (const { attributes } of series.values()) {
    for (const [name, value] of Object.entries(attributes)) {
      const matter = unbounded(name, value);
      if (matter && !found.has(name)) found.set(name, metricEvidence(point, matter));
    }
  }
  for (const [name, count] of numberedValues([...series.values()])) {
    const matter = `attribute ${name} has ${count} values that differ only by a number`;
    if (!found.has(name)) found.set(name, metricEvidence(point, matter));
  }
  return [...found.values()];
}

/** Attributes with many values that differ only in their digits, with the number of values. */
function numberedValues(points: readonly MetricPoint[]): [name: string, count: number][] {
  const values = new Map<string, Set<string>>();
  for (const { attributes } of points) {
    for (const [name, value] of Object.entries(attributes)) {
      const key = JSON.stringify([name, describe(value).replace(/\d+/g, '#')]);
      values.set(key, (values.get(key) ?? new Set()).add(describe(value)));
    }
  }
  return [...values]
    .filter(([, { size }]) => size > MOST_NUMBERED)
    .map(([key, { size }]) => [JSON.parse(key)[0], size]);
}

/** The SDK marks the series that collects the rest when the limit of series is reached. */
function unbounded(name: string, value: AttributeValue): string | undefined {
  if (name === 'otel.metric.overflow') return 'the limit of series was reached';
  const explosion = explosionOf(name, value);
  if (explosion?.by === 'name') return `attribute ${name} has a value for each item (${explosion.what})`;
  if (explosion) return `attribute ${name} is ${explosion.what} (${shorten(describe(value), 40)})`;
  if (typeof value !== 'string') return undefined;
  // A bare number is a status, a port or a size. An address names the server, by the semantic conventions.
  const found =
    /^\d+$/.test(value) || SERVER_ADDRESSES.test(name)
      ? undefined
      : findVarying(value, [...VARYING_IN_NAMES, NUMBERED]);
  return found && `attribute ${name} has ${found.what} (${shorten(describe(value), 40)})`;
}
