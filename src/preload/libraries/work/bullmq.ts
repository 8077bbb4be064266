import { type Context, context } from '@opentelemetry/api';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import { patchLibrary, replaceMethod, runOutside } from './patch-library.ts';
import { optionsOf } from './queue-job.ts';

/** The part of a BullMQ worker that matters here. */
interface Worker {
  readonly name: string;
  processFn?: Processor;
  processJob(job: Job, ...rest: unknown[]): unknown;
}

interface Job {
  readonly id?: string;
  readonly name?: string;
  readonly data?: unknown;
  readonly opts?: { readonly telemetry?: { readonly metadata?: string } };
}

type Processor = (this: unknown, job: Job, ...rest: unknown[]) => unknown;

type BullMq = {
  readonly Worker?: { prototype: Worker };
  readonly QueueEvents?: { prototype: object };
  readonly default?: BullMq;
};

/**
 * Creates a unit of work for each call of a worker's processor: a new trace named `<queue> process`, of kind
 * CONSUMER, linked to the span that added the job, if the job identifies it. A worker with BullMQ's own
 * `telemetry` keeps its span of a job.
 */
export function enable(target: string, versions: readonly string[]): void {
  patchLibrary(target, versions, (bullMq: BullMq) => {
    const { Worker, QueueEvents } = bullMq.Worker ? bullMq : (bullMq.default ?? {});
    if (Worker) replaceMethod(Worker.prototype, 'processJob', takingUp);
    // Workers repeatedly ask Redis for the next job.
    runOutside(Worker?.prototype, 'run');
    runOutside(QueueEvents?.prototype, 'run');
  });
}

/** The context in which the worker took up each job that it processes. */
const takenUp = new WeakMap<Job, Context>();

/** Wraps the processor itself, inside all wrappers that others may put around its call. */
function takingUp(original: Worker['processJob']): Worker['processJob'] {
  return function (this: Worker, job, ...rest) {
    if (this.processFn) replaceMethod(this as Required<Worker>, 'processFn', fn => processing(fn, this));
    takenUp.set(job, context.active());
    return original.call(this, job, ...rest);
  };
}

function processing(processor: Processor, { name: queue }: Worker): Processor {
  return async function (this: unknown, job, ...rest) {
    const options = {
      ...optionsOf({
        system: 'bullmq',
        queue,
        id: job.id,
        data: job.data,
        carrier: carrierOf(job),
        attributes: { 'bullmq.job.name': job.name },
      }),
      takenUp: takenUp.get(job),
    };
    const outcome = await withReadyMadeWork(`${queue} process`, options, () =>
      settle(() => processor.call(this, job, ...rest)),
    );
    if ('postponed' in outcome) throw outcome.postponed;
    return outcome.result;
  };
}

/** A processor throws one of these to say that the job is not done yet, which is not a failure. */
const POSTPONING: readonly unknown[] = ['DelayedError', 'WaitingError', 'WaitingChildrenError'];

/** The message of the error from `Worker.RateLimitError()`, which has no name of its own. */
const RATE_LIMITED = 'bullmq:rateLimitExceeded';

async function settle(
  process: () => unknown,
): Promise<{ readonly result: unknown } | { readonly postponed: unknown }> {
  try {
    return { result: await process() };
  } catch (error) {
    const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
    if (POSTPONING.includes(name) || message === RATE_LIMITED) return { postponed: error };
    throw error;
  }
}

/** BullMQ's `telemetry` option keeps the sender's propagation headers as JSON. */
function carrierOf({ opts }: Job): object | undefined {
  try {
    const carrier = JSON.parse(opts?.telemetry?.metadata ?? 'null');
    return typeof carrier === 'object' && carrier !== null ? carrier : undefined;
  } catch {
    return undefined;
  }
}
