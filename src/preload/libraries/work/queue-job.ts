import type { Attributes } from '@opentelemetry/api';
import type { Carrier } from '../../../work/carrier.ts';
import type { WorkOptions } from '../../../work/work-options.ts';

/** A job as its queue hands it to the worker. */
export interface QueueJob {
  readonly system: string;
  readonly queue: string;
  readonly id: unknown;
  /** What the application put into the queue; its `traceparent` leads to the sender, where it has one. */
  readonly data: unknown;
  /** A carrier that the queue keeps beside the data. */
  readonly carrier?: Carrier | undefined;
  readonly attributes?: Attributes;
}

/** How the processing of a job is recorded: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
export function optionsOf({ system, queue, id, data, carrier, attributes }: QueueJob): WorkOptions {
  return {
    kind: 'consumer',
    from: carrier ?? (hasTraceparent(data) ? data : {}),
    attributes: {
      'messaging.system': system,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': queue,
      'messaging.message.id': id === undefined || id === null ? undefined : String(id),
      ...attributes,
    },
  };
}

function hasTraceparent(data: unknown): data is Carrier {
  return typeof (data as { traceparent?: unknown } | null | undefined)?.traceparent === 'string';
}
