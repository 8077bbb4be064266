import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from './patch-library.ts';
import { optionsOf } from './queue-job.ts';

type Task = (this: unknown, payload: unknown, helpers: Helpers) => unknown;

type Tasks = Record<string, Task | undefined>;

interface Helpers {
  readonly job?: { readonly id?: unknown; readonly task_identifier?: string };
}

/**
 * The part of Graphile Worker's files that matters here: functions that create a worker, with positional or
 * named parameters.
 */
interface WorkerFile {
  makeNewWorker(...values: unknown[]): unknown;
}

/**
 * Creates a unit of work for each run of a task: a new trace named `<task> process`, of kind CONSUMER, linked
 * to the sender of the job, if the payload identifies it. A worker's requests between jobs, when it asks the
 * database for the next one, belong to no unit.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      files: {
        'dist/worker.js'(file: WorkerFile) {
          if (typeof file?.makeNewWorker === 'function') replaceMethod(file, 'makeNewWorker', making);
        },
      },
    });
  }
};

function making(original: WorkerFile['makeNewWorker']): WorkerFile['makeNewWorker'] {
  return function (this: unknown, shared, params, ...rest) {
    const { tasks, ...others } = (params ?? {}) as { tasks?: Tasks };
    const watched = tasks ? { ...others, tasks: asWork(tasks) } : params;
    return context.with(ROOT_CONTEXT, original, this as never, shared, watched, ...rest);
  };
}

/** Tasks may change while the worker runs, for example the files in a folder. */
function asWork(tasks: Tasks): Tasks {
  const units = new WeakMap<Task, Task>();
  return new Proxy(tasks, {
    get(target, name) {
      const task = Reflect.get(target, name);
      if (typeof task !== 'function' || typeof name !== 'string') return task;
      const unit = units.get(task) ?? processing(task, name);
      units.set(task, unit);
      return unit;
    },
  });
}

function processing(task: Task, name: string): Task {
  return new Proxy(task, {
    apply(target, self, [payload, helpers]: [unknown, Helpers]) {
      const options = optionsOf({
        system: 'graphile-worker',
        queue: name,
        id: helpers?.job?.id,
        data: payload,
      });
      return withReadyMadeWork(`${name} process`, options, () =>
        Reflect.apply(target, self, [payload, helpers]),
      );
    },
  });
}
