import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import { patchLibrary, replaceMethod } from './patch-library.ts';
import { optionsOf } from './queue-job.ts';

/** What of a Bee-Queue matters here. */
interface Queue {
  readonly name: string;
  handler?: Handler;
  process(...values: unknown[]): unknown;
}

interface Job {
  readonly id?: string | number;
  readonly data?: unknown;
}

/** As the queue calls it: always with a promise, also where the application's handler takes a callback. */
type Handler = (this: unknown, job: Job) => Promise<unknown>;

interface QueueClass {
  readonly prototype: Queue;
}

type BeeQueue = QueueClass | { readonly default: QueueClass };

/**
 * Makes a unit of work of each call of a queue's handler: a new trace named `<queue> process`, of kind CONSUMER, linked
 * to the span that added the job, if the job's data name it.
 */
export function enable(target: string, versions: readonly string[]): void {
  patchLibrary(target, versions, (beeQueue: BeeQueue) => {
    const { prototype } = 'default' in beeQueue ? beeQueue.default : beeQueue;
    replaceMethod(prototype, 'process', handing);
  });
}

/**
 * The queue keeps the handler that it was given, and calls it later. From now on it asks Redis for what comes next, again
 * and again, for as long as the process.
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
