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

/** What of the files of Graphile Worker matters here: what makes a worker, by positions or by name. */
interface WorkerFile {
  makeNewWorker(...values: unknown[]): unknown;
}

/**
 * Makes a unit of work of each run of a task: a new trace named `<task> process`, of kind CONSUMER, linked to whoever
 * added the job, where its payload says. What a worker does between jobs, asking the database for the next one, belongs
 * to none.
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

/** The tasks may change while the worker runs, as files of a folder do. */
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
