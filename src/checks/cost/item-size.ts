import { delimited, varintSize } from '../../receiver/protobuf-size.ts';
import type { Attributes, AttributeValue, LogRecord, MetricPoint, Span } from '../../receiver/telemetry.ts';

/** A tag below 16 takes one byte. */
const TAG = 1;
const FIXED_64 = TAG + 8;
const FIXED_32 = TAG + 4;
const TRACE_ID = TAG + delimited(16);
const SPAN_ID = TAG + delimited(8);

/** Bytes of a span in OTLP/protobuf, without its resource and scope. */
export function spanSize(span: Span): number {
  return framed(
    TRACE_ID +
      SPAN_ID +
      (span.parentSpanId === null ? 0 : SPAN_ID) +
      textSize(span.traceState) +
      textSize(span.name) +
      (TAG + 1) +
      2 * FIXED_64 +
      attributesSize(span.attributes) +
      sum(span.events, event => framed(FIXED_64 + textSize(event.name) + attributesSize(event.attributes))) +
      sum(span.links, link => framed(TRACE_ID + SPAN_ID + attributesSize(link.attributes))) +
      framed(textSize(span.status.message) + (span.status.code === 'unset' ? 0 : TAG + 1)) +
      (FIXED_32 + 1),
  );
}

/** Bytes of a log record in OTLP/protobuf, without its resource and scope. */
export function logSize(log: LogRecord): number {
  return framed(
    2 * FIXED_64 +
      (TAG + 1) +
      textSize(log.severityText) +
      textSize(log.eventName) +
      framed(valueSize(log.body)) +
      attributesSize(log.attributes) +
      (log.traceId === null ? 0 : TRACE_ID) +
      (log.spanId === null ? 0 : SPAN_ID) +
      FIXED_32,
  );
}

/** Approximate bytes of a metric point in OTLP/protobuf: several points share the name of their metric. */
export function pointSize(point: MetricPoint): number {
  const buckets = (point.buckets?.length ?? 0) * 16;
  return framed(
    textSize(point.name) + textSize(point.unit) + attributesSize(point.attributes) + 3 * FIXED_64 + buckets,
  );
}

/** Bytes of one attribute in OTLP/protobuf, including its name. */
export function attributeSize(name: string, value: AttributeValue): number {
  return framed(textSize(name) + framed(valueSize(value)));
}

function attributesSize(attributes: Attributes): number {
  return sum(Object.entries(attributes), ([name, value]) => attributeSize(name, value));
}

/** `AnyValue`. */
function valueSize(value: AttributeValue): number {
  if (value === null) return 0;
  if (typeof value === 'string') return TAG + delimited(Buffer.byteLength(value));
  if (typeof value === 'boolean') return TAG + 1;
  if (typeof value === 'number') return Number.isInteger(value) ? TAG + varintSize(value) : FIXED_64;
  if (value instanceof Uint8Array) return TAG + delimited(value.length);
  if (Array.isArray(value)) return framed(sum(value as AttributeValue[], item => framed(valueSize(item))));
  return framed(attributesSize(value as Attributes));
}

/** An empty string is left out. */
function textSize(text: string): number {
  return text === '' ? 0 : TAG + delimited(Buffer.byteLength(text));
}

function framed(size: number): number {
  return TAG + delimited(size);
}

function sum<Item>(items: readonly Item[], sizeOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + sizeOf(item), 0);
}
