import type { MetricPoint, Span } from '../../receiver/telemetry.ts';
import { everyOne, type Rule, unlessBroken } from './rule.ts';
import { hasUnitInName, isUcum } from './unit.ts';

const MOST_INTERNAL_SPANS = 10;
const MOST_SHORT_SPANS = 20;
const SHORT_MS = 5;

/** OTLP's span flags: the parent is in another process (`SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK`). */
const PARENT_IS_REMOTE = 0x200;

const MOST_VALUES = 10_000;

/** Rules about spans. SPA-003's criteria are not published yet; the check `span-names-low-cardinality` is ours. */
export const SPAN_RULES: readonly Rule[] = [
  {
    id: 'SPA-001',
    impact: 'normal',
    about: 'a trace has at most 10 internal spans of a service',
    decide: ({ spans }) =>
      everyOne(
        groups(spans, span => `${span.traceId}/${span.resource['service.name']}`),
        group => group.filter(({ kind }) => kind === 'internal').length <= MOST_INTERNAL_SPANS,
      ),
  },
  {
    id: 'SPA-002',
    impact: 'normal',
    about: 'every parent exists',
    decide: ({ spans }) => {
      const ids = new Set(spans.map(({ traceId, spanId }) => `${traceId}/${spanId}`));
      return everyOne(
        spans,
        ({ traceId, parentSpanId, flags }) =>
          parentSpanId === null || (flags & PARENT_IS_REMOTE) !== 0 || ids.has(`${traceId}/${parentSpanId}`),
      );
    },
  },
  { id: 'SPA-003', impact: 'important', about: 'span names have few values' },
  {
    id: 'SPA-004',
    impact: 'important',
    about: 'no root span is a client span',
    decide: ({ spans }) => everyOne(spans, span => span.parentSpanId !== null || span.kind !== 'client'),
  },
  {
    id: 'SPA-005',
    impact: 'important',
    about: 'a trace has at most 20 spans under 5 ms',
    decide: ({ spans }) =>
      everyOne(
        groups(spans, ({ traceId }) => traceId),
        group => group.filter(({ durationMs }) => durationMs < SHORT_MS).length <= MOST_SHORT_SPANS,
      ),
  },
];

/** Rules about metrics. */
export const METRIC_RULES: readonly Rule[] = [
  {
    id: 'MET-001',
    impact: 'important',
    about: 'attributes have fewer than 10,000 values in an hour',
    decide: ({ metricPoints }) =>
      unlessBroken(
        metricPoints.some(({ attributes }) => attributes['otel.metric.overflow'] === true) ||
          mostValues(metricPoints) >= MOST_VALUES,
      ),
  },
  {
    id: 'MET-002',
    impact: 'important',
    about: 'every metric has a unit of UCUM',
    decide: ({ metricPoints }) => everyOne(metricPoints, ({ unit }) => isUcum(unit)),
  },
  {
    id: 'MET-003',
    impact: 'important',
    about: 'a metric keeps its unit',
    decide: ({ metricPoints }) => unlessBroken(differs(metricPoints, ({ unit }) => unit)),
  },
  {
    id: 'MET-004',
    impact: 'normal',
    about: 'a histogram keeps its buckets',
    decide: ({ metricPoints }) =>
      unlessBroken(
        differs(
          metricPoints.filter(({ type }) => type === 'histogram'),
          ({ buckets = [] }) => JSON.stringify(buckets.map(({ upTo }) => upTo)),
        ),
      ),
  },
  {
    id: 'MET-005',
    impact: 'normal',
    about: "no metric's name has its unit in it",
    decide: ({ metricPoints }) => everyOne(metricPoints, ({ name, unit }) => !hasUnitInName(name, unit)),
  },
  {
    id: 'MET-006',
    impact: 'important',
    about: 'no metric has the name of an attribute',
    decide: ({ metricPoints }) => everyOne(metricPoints, ({ name }) => !__ATTRIBUTE_KEYS__.includes(name)),
  },
];

/** Rules about log records. */
export const LOG_RULES: readonly Rule[] = [
  { id: 'LOG-001', impact: 'important', about: 'no debug records in production for 14 days' },
  {
    id: 'LOG-002',
    impact: 'important',
    about: 'every record has a severity',
    decide: ({ logs }) =>
      everyOne(logs, ({ severityNumber, severityText }) => severityNumber > 0 && severityText !== 'UNSET'),
  },
];

function groups(spans: readonly Span[], keyOf: (span: Span) => string): readonly (readonly Span[])[] {
  const byKey = new Map<string, Span[]>();
  for (const span of spans) byKey.set(keyOf(span), [...(byKey.get(keyOf(span)) ?? []), span]);
  return [...byKey.values()];
}

/** The largest number of values of any metric attribute. */
function mostValues(points: readonly MetricPoint[]): number {
  const values = new Map<string, Set<unknown>>();
  for (const { name, attributes } of points) {
    for (const [key, value] of Object.entries(attributes)) {
      const seen = values.get(`${name}/${key}`) ?? new Set();
      values.set(`${name}/${key}`, seen.add(value));
    }
  }
  return Math.max(0, ...[...values.values()].map(({ size }) => size));
}

function differs(points: readonly MetricPoint[], aspectOf: (point: MetricPoint) => string): boolean {
  const first = new Map<string, string>();
  return points.some(point => {
    const aspect = aspectOf(point);
    if (!first.has(point.name)) first.set(point.name, aspect);
    return first.get(point.name) !== aspect;
  });
}
