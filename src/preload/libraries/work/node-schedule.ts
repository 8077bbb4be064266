import { quietly } from '../../../shared/quietly.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from './patch-library.ts';
import { runJob } from './scheduled-job.ts';

/** The part of a job of `node-schedule` that matters here. */
interface Job {
  readonly name: string;
  schedule(spec: unknown): unknown;
  invoke(fireDate?: unknown): unknown;
}

/**
 * Creates a unit of work for each run of a job: `<name, or pattern> run`, or `once run` for a single date.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ Job: job }: { Job?: { readonly prototype: Job } }) {
        if (!job) return;
        replaceMethod(job.prototype, 'schedule', scheduling);
        replaceMethod(job.prototype, 'invoke', invoking);
      },
    });
  }
};

/** A job without a name gets a new one at every start. */
const MADE_UP = /^<Anonymous Job \d+/;

const patterns = new WeakMap<Job, string>();

function scheduling(original: Job['schedule']): Job['schedule'] {
  return function (this: Job, spec) {
    patterns.set(this, quietly(() => patternOf(spec)) ?? 'job');
    return original.call(this, spec);
  };
}

/** A recurrence rule is written as its set fields, in order. */
function patternOf(spec: unknown): string {
  if (typeof spec === 'string' && Number.isNaN(Date.parse(spec))) return spec;
  if (typeof spec !== 'object' || spec === null || spec instanceof Date) return 'once';
  const { rule, tz, start, end, ...fields } = spec as Record<string, unknown>;
  if (rule !== undefined) return patternOf(rule);
  const entries = Object.entries(fields).filter(
    ([name, value]) => name !== 'recurs' && (typeof value === 'number' || typeof value === 'string'),
  );
  return entries.map(entry => entry.join(' ')).join(', ') || 'recurring';
}

/** A job that is invoked by hand gets no date. */
function invoking(original: Job['invoke']): Job['invoke'] {
  return function (this: Job, fireDate) {
    const name = quietly(() => (MADE_UP.test(this.name) ? patterns.get(this) : `${this.name}`));
    return runJob(name ?? 'job', fireDate === undefined, () => original.call(this, fireDate));
  };
}
