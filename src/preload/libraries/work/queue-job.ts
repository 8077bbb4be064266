import type { Attributes, Span } from '@opentelemetry/api';
import { type Carrier, extractContext, linksTo } from '../../../work/carrier.ts';
import type { WorkOptions } from '../../../work/work-options.ts';

/** A job as its queue passes it to the worker. */
export interface QueueJob {
  readonly system: string;
  readonly queue: string;
  readonly id: unknown;
  /** The application's data in the queue. If it has a `traceparent`, that leads to the sender. */
  readonly data: unknown;
  /** A carrier that the queue keeps beside the data. */
  readonly carrier?: Carrier | undefined;
  readonly attributes?: Attributes;
}

/**
 * How to record the processing of a job:
 * https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
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

/**
 * How to record the processing of several jobs at once. A single one is recorded as in `optionsOf`.
 *
 * @returns also a function that links the unit of work to the senders of all jobs
 */
export function optionsOfBatch(jobs: readonly QueueJob[]): { options: WorkOptions; link(span: Span): void } {
  const [first] = jobs;
  if (!first) return { options: { kind: 'consumer', from: {} }, link() {} };
  const options = optionsOf(first);
  if (jobs.length === 1) return { options, link() {} };
  const attributes = {
    ...options.attributes,
    'messaging.message.id': undefined,
    'messaging.batch.message_count': jobs.length,
  };
  return {
    options: { ...options, from: {}, attributes },
    link(span) {
      for (const job of jobs) span.addLinks(linksTo(extractContext(optionsOf(job).from ?? {})));
    },
  };
}

function hasTraceparent(data: unknown): data is Carrier {
  return typeof (data as { traceparent?: unknown } | null | undefined)?.traceparent === 'string';
}
