import type { AnyValue, Attributes } from '@opentelemetry/api';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Signal } from '../../shared/signal.ts';

/**
 * About how many bytes an item has when encoded. Called for every item, so it looks no deeper than needed.
 */
export type SizeOf<Item> = (item: Item) => number;

/** The size of an item without its strings: ids, times, counts. */
const OF_SPAN = 200;
const OF_RECORD = 100;
const OF_POINT = 100;
const OF_VALUE = 10;

/** The maximum depth of nested values. The encoders do not follow endless ones. */
const DEEPEST = 16;

const SIZES = {
  traces(span: ReadableSpan) {
    let size =
      OF_SPAN + span.name.length + (span.status.message?.length ?? 0) + sizeOfAttributes(span.attributes);
    for (const { name, attributes } of span.events)
      size += OF_VALUE + name.length + sizeOfAttributes(attributes);
    for (const { attributes } of span.links) size += OF_RECORD + sizeOfAttributes(attributes);
    return size;
  },
  logs({ body, attributes }: ReadableLogRecord) {
    return OF_RECORD + sizeOfValue(body, 0) + sizeOfAttributes(attributes);
  },
  metrics({ scopeMetrics }: ResourceMetrics) {
    let size = 0;
    for (const { metrics } of scopeMetrics) {
      for (const { dataPoints } of metrics) {
        for (const { attributes, value } of dataPoints) {
          size += OF_POINT + sizeOfAttributes(attributes) + sizeOfValue(value as AnyValue, 0);
        }
      }
    }
    return size;
  },
};

/** The size of an item of a signal. */
export function sizeOf(signal: Signal): SizeOf<unknown> {
  return SIZES[signal] as SizeOf<unknown>;
}

function sizeOfAttributes(attributes: Attributes | undefined, depth = 0): number {
  let size = 0;
  for (const name in attributes) size += name.length + sizeOfValue(attributes[name], depth);
  return size;
}

function sizeOfValue(value: AnyValue, depth: number): number {
  if (typeof value === 'string') return OF_VALUE + value.length;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return OF_VALUE;
  if (value instanceof Uint8Array) return OF_VALUE + value.byteLength;
  if (!Array.isArray(value)) return OF_VALUE + sizeOfAttributes(value as Attributes, depth + 1);
  let size = OF_VALUE;
  for (const entry of value) size += sizeOfValue(entry, depth + 1);
  return size;
}
