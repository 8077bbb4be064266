import { SpanKind } from '@opentelemetry/api';
import { eventText, fieldOf } from './event-field.ts';
import { httpTrigger } from './http-event.ts';
import { messageTrigger } from './message-event.ts';
import type { Trigger } from './trigger.ts';

/**
 * Reads an event by its shape, which is all that tells where it comes from.
 *
 * @param clientContext of the invocation: what a caller of the `Invoke` API adds
 */
export function readTrigger(event: unknown, clientContext: unknown): Trigger {
  return (
    httpTrigger(event) ??
    messageTrigger(event) ??
    eventBridgeTrigger(event) ?? {
      type: 'other',
      kind: SpanKind.SERVER,
      attributes: {},
      // The SDK of AWS and upstream's instrumentation of it write these two.
      parent: objectOf(fieldOf(clientContext, 'Custom') ?? fieldOf(clientContext, 'custom')),
    }
  );
}

/** A rule on an event bus, or a schedule. Who puts an event may add the headers of a trace to its `detail`. */
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
