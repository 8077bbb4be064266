import type { Signal } from '../../shared/signal.ts';
import { BATCH_DEFAULTS } from '../defaults.ts';
import type { Variable } from './variable.ts';

/** Batch processors: prefix, signal and items. */
const BATCHES = [
  { prefix: 'OTEL_BSP', signal: 'traces', what: 'spans' },
  { prefix: 'OTEL_BLRP', signal: 'logs', what: 'log records' },
] as const;

/** Attribute limits: name, signal, default if any, what it limits. */
const LIMITS: readonly (readonly [
  name: string,
  signal: Signal | undefined,
  fallback: string | undefined,
  what: string,
])[] = [
  ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', undefined, undefined, 'characters of an attribute value'],
  ['OTEL_ATTRIBUTE_COUNT_LIMIT', undefined, '128', 'attributes of a span or log record'],
  ['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'traces', undefined, 'characters of a span attribute value'],
  ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'traces', '128', 'attributes of a span'],
  ['OTEL_SPAN_EVENT_COUNT_LIMIT', 'traces', '128', 'events of a span'],
  ['OTEL_SPAN_LINK_COUNT_LIMIT', 'traces', '128', 'links of a span'],
  ['OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', 'traces', '128', 'attributes of a span event'],
  ['OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', 'traces', '128', 'attributes of a span link'],
  ['OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT', 'traces', '128', 'attributes of a span event, in JavaScript'],
  ['OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT', 'traces', '128', 'attributes of a span link, in JavaScript'],
  ['OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'logs', undefined, 'characters of a log attribute value'],
  ['OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', 'logs', '128', 'attributes of a log record'],
];

/** Batch sizes, delays and attribute limits of the SDK. */
export const LIMIT_VARIABLES: readonly Variable[] = [
  ...BATCHES.flatMap(batchVariables),
  ...LIMITS.map(
    ([name, signal, fallback, what]): Variable => ({
      name,
      type: 'number',
      min: 0,
      group: 'sdk',
      summary: `maximum number of ${what}`,
      ...(signal && { signal }),
      ...(fallback && { default: fallback }),
    }),
  ),
];

function batchVariables({ prefix, signal, what }: (typeof BATCHES)[number]): Variable[] {
  const common = { type: 'number', min: 1, group: 'sdk', signal } as const;
  return [
    {
      ...common,
      name: `${prefix}_SCHEDULE_DELAY`,
      default: String(BATCH_DEFAULTS.SCHEDULE_DELAY[prefix]),
      summary: `ms between two exports of ${what}`,
    },
    {
      ...common,
      name: `${prefix}_EXPORT_TIMEOUT`,
      default: String(BATCH_DEFAULTS.EXPORT_TIMEOUT),
      summary: `ms for one export of ${what}`,
    },
    {
      ...common,
      name: `${prefix}_MAX_QUEUE_SIZE`,
      default: String(BATCH_DEFAULTS.MAX_QUEUE_SIZE),
      summary: `${what} kept waiting for an export`,
    },
    {
      ...common,
      name: `${prefix}_MAX_EXPORT_BATCH_SIZE`,
      default: String(BATCH_DEFAULTS.MAX_EXPORT_BATCH_SIZE),
      summary: `${what} sent at once`,
    },
  ];
}
