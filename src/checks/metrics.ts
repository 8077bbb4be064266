import type { AttributeValue, MetricPoint } from '../receiver/telemetry.ts';
import type { Check, Evidence } from './check.ts';
import { describe, metricEvidence, shorten } from './evidence.ts';
import type { Facts } from './facts.ts';
import { findVarying, VARYING_IN_NAMES } from './varying-text.ts';

/** More series than this of one metric, from one short run, are a metric that grows without end. */
const MOST_SERIES = 100;

const LONGEST_LABEL = 100;

/** So many words are a sentence: an error's text, a prompt. */
const MOST_WORDS = 6;

const NUMBERED = { what: 'a numbered id', pattern: /[-_:#](?!(?:19|20)\d\d(?:[01]\d[0-3]\d)?\b)\d{3,}\b/g };

/** Attribute names whose values are as many as there are users, tasks, requests or texts. */
const UNBOUNDED_NAMES = new RegExp(
  [
    /(?:^|[._-])(?:user|customer|account|tenant|member|visitor|patient|employee|contact|person)[._-]?id$/,
    /(?:^|[._-])(?:session|task|job|order|request|trace|span|message|correlation|conversation|workflow|run)[._-]?id$/,
    /(?:^|[._-])(?:product|item|cart|invoice|payment|transaction|booking|shipment|subscription|ticket|entity|document|event)[._-]?id$/,
    /^enduser\b|(?<!^db)(?:^|[._-])user(?:[._-]?name)?$|(?:^|[._-])e?mail(?:[._-]?address)?$/,
    /(?:^|[._-])(?:prompt|completion|url|uri|query|stack(?:trace)?|ip|ip[._-]?address)$/,
    /^url\.(?:full|path|query)$|^http\.(?:url|target|client_ip)$|^(?:error|exception)\.(?:message|stacktrace)$/,
    /^db\.(?:query\.text|statement)$|^client\.(?:address|port)$|^user_agent\.original$|^network\.peer\.port$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

const OF_THE_CLOUD = /^(?:cloud|host|service|k8s|container)\./;

/** Names that are made for texts: fewer words are a sentence there. */
const TEXT_NAMES = /(?:^|[._-])(?:error|err|reason|cause|message|msg|description|detail)$/i;

const MOST_WORDS_OF_TEXTS = 3;

/** Checks of metrics. */
export const METRIC_CHECKS: readonly Check[] = [
  {
    id: 'metrics-off',
    severity: 'error',
    holds: 'No metrics are exported.',
    fails:
      'Metrics are exported although they are off. An SDK of the application sends them; ask for them with OTEL_METRICS_EXPORTER=otlp, or remove it.',
    find({ telemetry, expected }) {
      if (expected.metrics) return { skip: 'metrics were asked for' };
      return [...bySeries(telemetry.metricPoints).values()].map(({ point, series }) =>
        metricEvidence(point, `${series.size} series`),
      );
    },
  },
  {
    id: 'metrics-low-cardinality',
    severity: 'error',
    holds: 'Metric attributes have few values.',
    fails: 'Metric attributes have values without end: each one is a series to store and to pay for.',
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
  return [...found.values()];
}

/** A series that says so itself is the SDK's own limit, reached. */
function unbounded(name: string, value: AttributeValue): string | undefined {
  if (name === 'otel.metric.overflow') return "the SDK's limit of series was reached";
  const snake = name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  if (UNBOUNDED_NAMES.test(snake) && !OF_THE_CLOUD.test(name))
    return `attribute ${name} has a value for each one there is`;
  if (typeof value !== 'string') return undefined;
  if (value.length > LONGEST_LABEL) return `attribute ${name} is a text of ${value.length} characters`;
  const most = TEXT_NAMES.test(snake) ? MOST_WORDS_OF_TEXTS : MOST_WORDS;
  if (value.split(/\s+/).length > most) return `attribute ${name} is a text of many words`;
  // A number alone is a status, a port, a size; an address names the server by the semantic conventions.
  const found =
    /^\d+$/.test(value) || /^(?:server|network\.(?:peer|local))\.address$/.test(name)
      ? undefined
      : findVarying(value, [...VARYING_IN_NAMES, NUMBERED]);
  return found && `attribute ${name} has ${found.what} (${shorten(describe(value), 40)})`;
}
