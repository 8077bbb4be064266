import type { Attributes, Span } from '@opentelemetry/api';
import { type Carrier, extractContext, linksTo } from '../../../work/carrier.ts';
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

/**
 * How the processing of several jobs at once is recorded: as that of one, where it is only one.
 *
 * @returns also what links the unit of work to the senders of all of them
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
