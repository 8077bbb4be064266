import { quietly } from '../../../shared/quietly.ts';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';

/**
 * Runs a scheduler's job as a unit of work, `<name> run`. At its scheduled time, it is a new trace, whatever
 * was running when it was scheduled. If the application runs it by hand, it is part of the current work.
 */
export function runJob<Result>(name: string, byHand: boolean, job: () => Result): Result {
  return withReadyMadeWork(`${name} run`, byHand ? {} : { from: {} }, job);
}

type Job = (this: unknown, ...values: never[]) => unknown;

/** Functions that are called for each run of a job, with the job's arguments. */
interface JobFacts {
  readonly name: (...values: readonly unknown[]) => string;
  readonly byHand?: (...values: readonly unknown[]) => boolean;
}

/** Functions that are already units of work: a scheduler may be based on another one. */
const jobs = new WeakSet<object>();

/** A job that runs as a unit of work. Its `toString`, `length` and properties stay unchanged. */
export function asJob<Function extends Job>(
  job: Function,
  { name, byHand = () => false }: JobFacts,
): Function {
  if (jobs.has(job)) return job;
  const unit = new Proxy(job, {
    apply: (target, self, values) =>
      runJob(nameOf(name, values), byHand(...values), () => Reflect.apply(target, self, values)),
  });
  jobs.add(unit);
  return unit;
}

/** The application names its jobs, possibly with a value that has no string form. */
function nameOf(name: JobFacts['name'], values: readonly unknown[]): string {
  return quietly(() => String(name(...values))) ?? 'job';
}

/** Marks a function that calls a unit of work, so that it is left alone. */
export function callsJob<Function extends object>(caller: Function): Function {
  jobs.add(caller);
  return caller;
}
