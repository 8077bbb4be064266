import { SpanKind } from '@opentelemetry/api';
import { eventText, fieldOf } from './event-field.ts';
import type { Trigger } from './trigger.ts';

interface Source {
  readonly system?: string;
  readonly type: Trigger['type'];
  /** The origin of an event's record: a queue, a topic, a stream, a table, a bucket. */
  readonly origin: (record: unknown) => string | undefined;
  readonly carrier?: (record: unknown) => object | undefined;
  /** Whether the sender of its single message is the parent: a topic invokes without batches. */
  readonly isParent?: boolean;
}

const eventSource = (record: unknown) => eventText(fieldOf(record, 'eventSourceARN'));

/** The source that records name → how to read them. */
const SOURCES: Readonly<Record<string, Source>> = {
  'aws:sqs': { system: 'aws_sqs', type: 'pubsub', origin: eventSource, carrier: ofQueue },
  'aws:sns': {
    system: 'aws.sns',
    type: 'pubsub',
    origin: record => eventText(fieldOf(fieldOf(record, 'Sns'), 'TopicArn')),
    carrier: record => attributesOf(fieldOf(fieldOf(record, 'Sns'), 'MessageAttributes')),
    isParent: true,
  },
  'aws:kinesis': { type: 'pubsub', origin: eventSource },
  'aws:dynamodb': { type: 'datasource', origin: record => eventSource(record)?.split('/stream/')[0] },
  'aws:s3': {
    type: 'datasource',
    origin: record => eventText(fieldOf(fieldOf(fieldOf(record, 's3'), 'bucket'), 'name')),
  },
};

/** Messages and changes, in batches: https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html */
export function messageTrigger(event: unknown): Trigger | undefined {
  const records = fieldOf(event, 'Records');
  if (!Array.isArray(records) || records.length === 0) return undefined;
  const name = eventText(fieldOf(records[0], 'eventSource')) ?? eventText(fieldOf(records[0], 'EventSource'));
  const source = name !== undefined && Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  if (!source) return undefined;
  const senders = records.flatMap(record => source.carrier?.(record) ?? []);
  const destination = source.origin(records[0])?.split(/[:/]/).at(-1);
  const isParent = source.isParent === true && records.length === 1;
  return {
    type: source.type,
    kind: source.type === 'pubsub' ? SpanKind.CONSUMER : SpanKind.SERVER,
    attributes:
      source.type === 'datasource'
        ? { 'faas.document.collection': destination }
        : {
            'messaging.system': source.system,
            'messaging.operation.type': 'process',
            'messaging.operation.name': 'process',
            'messaging.destination.name': destination,
            'messaging.batch.message_count': records.length > 1 ? records.length : undefined,
            'messaging.message.id':
              records.length === 1 ? eventText(fieldOf(records[0], 'messageId')) : undefined,
          },
    ...(isParent ? { parent: senders[0] } : { senders }),
  };
}

/** Attributes of the message, or of a topic's notification in its body. */
function ofQueue(record: unknown): object | undefined {
  const attributes = attributesOf(fieldOf(record, 'messageAttributes'));
  const body = eventText(fieldOf(record, 'body'));
  if (attributes || !body?.includes('"MessageAttributes"')) return attributes;
  try {
    return attributesOf(fieldOf(JSON.parse(body), 'MessageAttributes'));
  } catch {
    return undefined;
  }
}

/**
 * Names → values: `stringValue` for a queue's message, `Value` for a topic's. Undefined if there are none.
 */
function attributesOf(attributes: unknown): object | undefined {
  if (typeof attributes !== 'object' || attributes === null) return undefined;
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    eventText(fieldOf(value, 'stringValue')) ?? eventText(fieldOf(value, 'Value')),
  ]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
