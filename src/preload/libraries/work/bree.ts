import type { EventEmitter } from 'node:events';
import { basename, extname } from 'node:path';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceCalled, replaceMethod, runOutside } from './patch-library.ts';
import { runJob } from './scheduled-job.ts';
import { startingTaskThread } from './task-program.ts';

/** The part of Bree that matters here. */
interface Bree {
  start(name?: string): unknown;
  run(name?: string): unknown;
  createWorker(file: string, options: unknown): EventEmitter;
}

/** What a thread says when its job is done, or was stopped when asked. Bree then ends the thread: with exit code 1. */
const OVER: readonly unknown[] = ['done', 'cancelled'];

/**
 * Creates a unit of work for each run of a job, `<name> run`, which lasts as long as its thread. The spans of the
 * thread are children of the unit. A run that the application asks for is part of its current work, a scheduled one
 * is a new trace.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports(bree: { readonly prototype?: Bree }) {
        if (typeof bree?.prototype?.createWorker !== 'function') return;
        runOutside(bree.prototype, 'start');
        replaceMethod(bree.prototype, 'run', beforeRun);
      },
    });
  }
};

/** An application's own class may create its threads in another way. */
function beforeRun(original: Bree['run']): Bree['run'] {
  return function (this: Bree, name) {
    let holder: object = this;
    while (!Object.hasOwn(holder, 'createWorker')) holder = Object.getPrototypeOf(holder);
    replaceCalled(holder as Bree, 'createWorker', creating);
    return original.call(this, name);
  };
}

function creating(original: Bree['createWorker']): Bree['createWorker'] {
  return function (this: Bree, file, options) {
    let worker: EventEmitter | undefined;
    const run = () => {
      worker = startingTaskThread(() => original.call(this, file, options));
      return ended(worker);
    };
    void runJob(nameOf(file, options), true, run).catch(() => {});
    return worker as unknown as EventEmitter;
  };
}

/** The application may replace what Bree tells the thread about its job. Bree names a job by its file. */
function nameOf(file: string, options: unknown): string {
  const { job } = ((options as { workerData?: unknown } | undefined)?.workerData ?? {}) as { job?: unknown };
  const name: unknown = (job as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' ? name : basename(file, extname(file));
}

/** Bree itself listens for all these events. When a job is done, it removes all listeners for the exit. */
function ended(worker: EventEmitter): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', message => {
      if (OVER.includes(message)) resolve();
    });
    worker.once('error', reject);
    worker.once('exit', (code: number | null) =>
      code === 0 ? resolve() : reject(new Error(`it ended with exit code ${code}`)),
    );
  });
}
