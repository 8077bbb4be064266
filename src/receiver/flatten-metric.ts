import {
  asBoolean,
  asNumber,
  attributesOf,
  bigintOf,
  integerOf,
  listOf,
  messageOf,
  messagesOf,
  numberOf,
  type OtlpFields,
  textOf,
} from './fields.ts';
import type { ExponentialBuckets, MetricPoint, Origin } from './telemetry.ts';

type MetricType = MetricPoint['type'];

const TEMPORALITIES = ['unspecified', 'delta', 'cumulative'] as const;

/** The fields of a data point in addition to attributes and times, by type of metric. */
const MEASUREMENTS: Record<MetricType, (point: OtlpFields) => Partial<MetricPoint>> = {
  gauge: numberValue,
  sum: numberValue,
  histogram: point => ({ ...summaryStatistics(point), buckets: explicitBuckets(point) }),
  exponentialHistogram: point => ({ ...summaryStatistics(point), exponential: exponentialBuckets(point) }),
  summary: point => ({
    count: numberOf(point, 'count'),
    sum: numberOf(point, 'sum'),
    quantiles: messagesOf(point, 'quantileValues').map(entry => ({
      quantile: numberOf(entry, 'quantile'),
      value: numberOf(entry, 'value'),
    })),
  }),
};

/**
 * The data points of one metric, each with the metric's name, unit and type; none for a metric without data.
 *
 * @throws Refusal `malformed` when a field has a value that OTLP does not allow.
 */
export function metricPointsOf(metric: OtlpFields, origin: Origin): MetricPoint[] {
  const type = (Object.keys(MEASUREMENTS) as MetricType[]).find(name => metric[name] != null);
  if (type === undefined) return [];
  const data = messageOf(metric, type);
  return messagesOf(data, 'dataPoints').map(point => ({
    name: textOf(metric, 'name'),
    description: textOf(metric, 'description'),
    unit: textOf(metric, 'unit'),
    type,
    ...aggregation(type, data),
    attributes: attributesOf(point),
    startTimeUnixNano: bigintOf(point, 'startTimeUnixNano'),
    timeUnixNano: bigintOf(point, 'timeUnixNano'),
    flags: integerOf(point, 'flags'),
    ...MEASUREMENTS[type](point),
    ...origin,
  }));
}

function aggregation(type: MetricType, data: OtlpFields): Pick<MetricPoint, 'temporality' | 'monotonic'> {
  if (type === 'gauge' || type === 'summary') return {};
  const temporality = TEMPORALITIES[integerOf(data, 'aggregationTemporality')] ?? 'unspecified';
  if (type !== 'sum') return { temporality };
  return { temporality, monotonic: asBoolean(data.isMonotonic ?? false, 'isMonotonic') };
}

/** Undefined if the flag "no recorded value" is set. */
function numberValue(point: OtlpFields): Partial<MetricPoint> {
  const name = (['asInt', 'asDouble'] as const).find(field => point[field] != null);
  return name ? { value: numberOf(point, name) } : {};
}

function summaryStatistics(point: OtlpFields): Partial<MetricPoint> {
  const given = (['sum', 'min', 'max'] as const).filter(name => point[name] != null);
  return {
    count: numberOf(point, 'count'),
    ...Object.fromEntries(given.map(name => [name, numberOf(point, name)])),
  };
}

function explicitBuckets(point: OtlpFields): { upTo: number; count: number }[] {
  const bounds = listOf(point, 'explicitBounds');
  return listOf(point, 'bucketCounts').map((count, index) => ({
    upTo: index < bounds.length ? asNumber(bounds[index], 'explicitBounds') : Number.POSITIVE_INFINITY,
    count: asNumber(count, 'bucketCounts'),
  }));
}

function exponentialBuckets(point: OtlpFields): ExponentialBuckets {
  const side = (name: string) => ({
    offset: integerOf(messageOf(point, name), 'offset'),
    counts: listOf(messageOf(point, name), 'bucketCounts').map(count => asNumber(count, 'bucketCounts')),
  });
  return {
    scale: integerOf(point, 'scale'),
    zeroCount: numberOf(point, 'zeroCount'),
    positive: side('positive'),
    negative: side('negative'),
  };
}
