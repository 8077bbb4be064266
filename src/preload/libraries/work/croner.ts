import { patchLibrary, replaceMethod } from './patch-library.ts';
import { runJob } from './scheduled-job.ts';

/** The part of a croner job that matters here. */
interface Cron {
  readonly name?: string | undefined;
  fn?: (this: unknown, ...values: unknown[]) => unknown;
  getPattern(): string | undefined;
  trigger(): unknown;
  _trigger(...values: unknown[]): unknown;
}

interface CronClass {
  readonly prototype: Cron;
}

type Croner = { readonly Cron?: CronClass; readonly default?: CronClass } | CronClass;

/**
 * Creates a unit of work for each run of a job: `<name, or pattern> run`, or `once run` for a single date.
 */
export function enable(target: string, versions: readonly string[]): void {
  patchLibrary(target, versions, (croner: Croner) => {
    const cron = cronOf(croner)?.prototype;
    if (!cron) return;
    replaceMethod(cron, 'trigger', triggering);
    replaceMethod(cron, '_trigger', running);
  });
}

/** The CommonJS module of version 6 exports the class itself. */
function cronOf(croner: Croner): CronClass | undefined {
  if ('prototype' in croner) return croner;
  return croner.Cron ?? croner.default;
}

/** The job that the application is running by hand. */
let byHand: Cron | undefined;

/** The job's function is called before this returns. */
function triggering(original: Cron['trigger']): Cron['trigger'] {
  return function (this: Cron) {
    byHand = this;
    try {
      return original.call(this);
    } finally {
      byHand = undefined;
    }
  };
}

function running(original: Cron['_trigger']): Cron['_trigger'] {
  return function (this: Cron, ...values) {
    if (this.fn) replaceMethod(this as Required<Cron>, 'fn', fn => asWork(fn, this));
    return original.apply(this, values);
  };
}

function asWork(fn: NonNullable<Cron['fn']>, job: Cron): NonNullable<Cron['fn']> {
  return function (this: unknown, ...values) {
    const name = job.name || job.getPattern() || 'once';
    return runJob(name, byHand === job, () => fn.apply(this, values));
  };
}
