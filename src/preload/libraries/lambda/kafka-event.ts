import { SpanKind } from '@opentelemetry/api';
import { eventText, fieldOf } from './event-field.ts';
import type { Trigger } from './trigger.ts';

const SOURCES = ['aws:kafka', 'SelfManagedKafka'];

/**
 * Messages of Kafka, in batches, from Amazon MSK or a cluster of one's own. They are grouped by topic and partition.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
 */
export function kafkaTrigger(event: unknown): Trigger | undefined {
  const source = eventText(fieldOf(event, 'eventSource'));
  if (source === undefined || !SOURCES.includes(source)) return undefined;
  const records = Object.values(Object(fieldOf(event, 'records'))).flat();
  const [first] = records;
  return {
    type: 'pubsub',
    kind: SpanKind.CONSUMER,
    attributes: {
      'messaging.system': 'kafka',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': eventText(fieldOf(first, 'topic')),
      'messaging.batch.message_count': records.length > 1 ? records.length : undefined,
    },
    senders: records.flatMap(record => carrierOf(record) ?? []),
  };
}

/** Headers are a list, in which each value is a list of bytes. */
function carrierOf(record: unknown): object | undefined {
  const headers = fieldOf(record, 'headers');
  if (!Array.isArray(headers) || headers.length === 0) return undefined;
  const entries = headers.flatMap(header => Object.entries(Object(header)));
  return Object.fromEntries(
    entries.map(([name, bytes]) => [name, Array.isArray(bytes) ? Buffer.from(bytes).toString() : undefined]),
  );
}
