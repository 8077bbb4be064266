import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from './patch-library.ts';
import { asJob } from './scheduled-job.ts';

type Handler = (this: unknown, ...values: never[]) => unknown;

/** The part of a task of `toad-scheduler` that matters here. */
interface Task {
  readonly id: string;
  handler?: Handler;
  execute?(...values: unknown[]): unknown;
  executeAsync?(...values: unknown[]): unknown;
}

interface TaskClass {
  readonly prototype: Task;
}

/** Creates a unit of work for each run of a task, `<id> run`. */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ Task: task, AsyncTask: asyncTask }: { Task?: TaskClass; AsyncTask?: TaskClass }) {
        if (task?.prototype.execute) replaceMethod(task.prototype as Required<Task>, 'execute', running);
        if (asyncTask?.prototype.executeAsync)
          replaceMethod(asyncTask.prototype as Required<Task>, 'executeAsync', running);
      },
    });
  }
};

/** The task itself catches its handler's errors. */
function running(original: Required<Task>['execute']): Required<Task>['execute'] {
  return function (this: Task, ...values) {
    if (this.handler) this.handler = asJob(this.handler, { name: () => this.id });
    return original.apply(this, values);
  };
}
