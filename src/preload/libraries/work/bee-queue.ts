import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import { patchLibrary, replaceMethod } from './patch-library.ts';
import { optionsOf } from './queue-job.ts';

/** The part of a Bee-Queue that matters here. */
interface Queue {
  readonly name: string;
  handler?: Handler;
  process(...values: unknown[]): unknown;
}

interface Job {
  readonly id?: string | number;
  readonly data?: unknown;
}

/** The queue's call: it always returns a promise, even if the application's handler takes a callback. */
type Handler = (this: unknown, job: Job) => Promise<unknown>;

interface QueueClass {
  readonly prototype: Queue;
}

type BeeQueue = QueueClass | { readonly default: QueueClass };

/**
 * Creates a unit of work for each call of a queue's handler: a new trace named `<queue> process`, of kind
 * CONSUMER, linked to the span that added the job, if the job's data identifies it.
 */
export function enable(target: string, versions: readonly string[]): void {
  patchLibrary(target, versions, (beeQueue: BeeQueue) => {
    const { prototype } = 'default' in beeQueue ? beeQueue.default : beeQueue;
    replaceMethod(prototype, 'process', handing);
  });
}

/**
 * The queue keeps its handler and calls it later. From now on, it repeatedly asks Redis for the next job, for
 * as long as the process lives.
 */
function handing(original: Queue['process']): Queue['process'] {
  return function (this: Queue, ...values) {
    const returned = context.with(ROOT_CONTEXT, original, this, ...values);
    if (this.handler) replaceMethod(this as Required<Queue>, 'handler', handler => handling(handler, this));
    return returned;
  };
}

function handling(handler: Handler, { name: queue }: Queue): Handler {
  return function (this: unknown, job) {
    const options = optionsOf({ system: 'bee-queue', queue, id: job.id, data: job.data });
    return withReadyMadeWork(`${queue} process`, options, () => handler.call(this, job));
  };
}
