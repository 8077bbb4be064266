import type { EventEmitter } from 'node:events';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from './patch-library.ts';
import { runJob } from './scheduled-job.ts';

/** The part of Bree that matters here. */
interface Bree {
  /** Threads or processes, by the names of their jobs. */
  readonly workers?: ReadonlyMap<string, EventEmitter>;
  run(name?: string): unknown;
}

/**
 * Creates a unit of work for each run of a job, `<name> run`, which lasts as long as its thread or process.
 * The job's own work is in separate traces.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports(bree: { readonly prototype?: Bree }) {
        if (typeof bree?.prototype?.run === 'function') replaceMethod(bree.prototype, 'run', running);
      },
    });
  }
};

function running(original: Bree['run']): Bree['run'] {
  return function (this: Bree, name) {
    const before = name === undefined ? undefined : this.workers?.get(name);
    const result = original.call(this, name);
    if (name === undefined) return result;
    const follow = () => {
      const worker = this.workers?.get(name);
      if (worker && worker !== before) void runJob(name, false, () => ended(worker)).catch(() => {});
    };
    if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') follow();
    else void (result as PromiseLike<unknown>).then(follow, () => {});
    return result;
  };
}

/** Bree itself listens for all these events. */
function ended(worker: EventEmitter): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code: number | null) =>
      code === 0 ? resolve() : reject(new Error(`it ended with exit code ${code}`)),
    );
  });
}
