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

/** A processor throws one of these to say that the job is not done yet, which is not a failure. */
const POSTPONING = ['DelayedError', 'WaitingError', 'WaitingChildrenError'] as const;

type BullMq = {
  readonly [Name in (typeof POSTPONING)[number]]?: new () => Error;
} & {
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
    const library = bullMq.Worker ? bullMq : (bullMq.default ?? {});
    const { Worker, QueueEvents } = library;
    if (Worker)
      replaceMethod(Worker.prototype, 'processJob', original => takingUp(original, isPostponingOf(library)));
    // Workers repeatedly ask Redis for the next job.
    runOutside(Worker?.prototype, 'run');
    runOutside(QueueEvents?.prototype, 'run');
  });
}

/** The context in which the worker took up each job that it processes. */
const takenUp = new WeakMap<Job, Context>();

/** Wraps the processor itself, inside all wrappers that others may put around its call. */
function takingUp(original: Worker['processJob'], isPostponing: IsPostponing): Worker['processJob'] {
  return function (this: Worker, job, ...rest) {
    if (this.processFn)
      replaceMethod(this as Required<Worker>, 'processFn', fn => processing(fn, this, isPostponing));
    takenUp.set(job, context.active());
    return original.call(this, job, ...rest);
  };
}

function processing(processor: Processor, { name: queue }: Worker, isPostponing: IsPostponing): Processor {
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
      settle(() => processor.call(this, job, ...rest), isPostponing),
    );
    if ('postponed' in outcome) throw outcome.postponed;
    return outcome.result;
  };
}

/** The message of the error from `Worker.RateLimitError()`, which has no name of its own. */
const RATE_LIMITED = 'bullmq:rateLimitExceeded';

type IsPostponing = (error: unknown) => boolean;

/** By its class, which bundlers rename, or by the name of another copy's class. */
function isPostponingOf(library: BullMq): IsPostponing {
  return error => {
    const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
    const isOne = POSTPONING.some(known => name === known || isInstance(error, library[known]));
    return isOne || message === RATE_LIMITED;
  };
}

function isInstance(error: unknown, type: (new () => Error) | undefined): boolean {
  return type !== undefined && error instanceof type;
}

async function settle(
  process: () => unknown,
  isPostponing: IsPostponing,
): Promise<{ readonly result: unknown } | { readonly postponed: unknown }> {
  try {
    return { result: await process() };
  } catch (error) {
    if (isPostponing(error)) return { postponed: error };
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
