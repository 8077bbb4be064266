import { SpanKind } from '@opentelemetry/api';
import { eventText, fieldOf } from './event-field.ts';
import { httpTrigger } from './http-event.ts';
import { kafkaTrigger } from './kafka-event.ts';
import { messageTrigger } from './message-event.ts';
import type { Trigger } from './trigger.ts';

/**
 * Reads an event by its shape, the only evidence of its origin.
 *
 * @param clientContext of the invocation: added by a caller of the `Invoke` API
 */
export function readTrigger(event: unknown, clientContext: unknown): Trigger {
  return (
    httpTrigger(event) ??
    messageTrigger(event) ??
    kafkaTrigger(event) ??
    eventBridgeTrigger(event) ?? {
      type: 'other',
      kind: SpanKind.SERVER,
      attributes: {},
      // AWS's SDK and upstream's instrumentation of it write these two.
      parent: objectOf(fieldOf(clientContext, 'Custom') ?? fieldOf(clientContext, 'custom')),
    }
  );
}

/** A rule on an event bus, or a schedule. The sender of an event may add trace headers to its `detail`. */
function eventBridgeTrigger(event: unknown): Trigger | undefined {
  const type = fieldOf(event, 'detail-type');
  if (typeof type !== 'string') return undefined;
  if (type === 'Scheduled Event') return { type: 'timer', kind: SpanKind.SERVER, attributes: {} };
  return {
    type: 'pubsub',
    kind: SpanKind.CONSUMER,
    attributes: {
      'messaging.operation.type': 'process',
      'messaging.destination.name': eventText(fieldOf(event, 'source')),
      'messaging.message.id': eventText(fieldOf(event, 'id')),
    },
    parent: objectOf(fieldOf(event, 'detail')),
  };
}

function objectOf(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
