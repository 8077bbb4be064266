import { quietly } from '../../../shared/quietly.ts';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';

/**
 * Runs a scheduler's job as a unit of work, `<name> run`: a new trace where its time had come, whatever was at work
 * when it was scheduled; part of what is at work where the application runs it by hand.
 */
export function runJob<Result>(name: string, byHand: boolean, job: () => Result): Result {
  return withReadyMadeWork(`${name} run`, byHand ? {} : { from: {} }, job);
}

type Job = (this: unknown, ...values: never[]) => unknown;

/** What is asked each time that a job runs, with what it is called with. */
interface JobFacts {
  readonly name: (...values: readonly unknown[]) => string;
  readonly byHand?: (...values: readonly unknown[]) => boolean;
}

/** Functions that are units of work already: a scheduler may be built on another one. */
const jobs = new WeakSet<object>();

/** A job that runs as a unit of work. What `toString`, `length` and properties of it say stays as it is. */
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

/** The application names its jobs, perhaps by something that has no text. */
function nameOf(name: JobFacts['name'], values: readonly unknown[]): string {
  return quietly(() => String(name(...values))) ?? 'job';
}

/** Has a function left alone that calls a unit of work. */
export function callsJob<Function extends object>(caller: Function): Function {
  jobs.add(caller);
  return caller;
}
