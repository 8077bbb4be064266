import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from './patch-library.ts';
import { asJob } from './scheduled-job.ts';

type Callback = (this: unknown, ...values: unknown[]) => unknown;

/** The part of a job of `cron` that matters here. */
interface CronJob {
  readonly name?: string | undefined;
  readonly cronTime: { readonly source?: unknown };
  readonly lastExecution?: unknown;
  addCallback(callback: Callback): unknown;
  fireOnTick(...values: unknown[]): unknown;
}

/**
 * Creates a unit of work for each run of a job: `<name, or pattern> run`, or `once run` for a single date.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ CronJob: job }: { CronJob?: { readonly prototype: CronJob } }) {
        if (!job) return;
        replaceMethod(job.prototype, 'addCallback', adding);
        replaceMethod(job.prototype, 'fireOnTick', firing);
      },
    });
  }
};

function adding(original: CronJob['addCallback']): CronJob['addCallback'] {
  return function (this: CronJob, callback) {
    const isJob = typeof callback === 'function';
    const job = isJob
      ? asJob(callback, { name: () => nameOf(this), byHand: () => byHand === this })
      : callback;
    return original.call(this, job);
  };
}

function nameOf({ name, cronTime }: CronJob): string {
  return name || (typeof cronTime.source === 'string' ? cronTime.source : 'once');
}

/** The job that the application is running by hand. */
let byHand: CronJob | undefined;

/** When each job's timer last ran it. */
const timed = new WeakMap<CronJob, unknown>();

/** A timer notes the time before it fires. The job's first function is called before this returns. */
function firing(original: CronJob['fireOnTick']): CronJob['fireOnTick'] {
  return function (this: CronJob, ...values) {
    const isTimed = this.lastExecution !== (timed.get(this) ?? null);
    timed.set(this, this.lastExecution);
    byHand = isTimed ? undefined : this;
    try {
      return original.apply(this, values);
    } finally {
      byHand = undefined;
    }
  };
}
