import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod, runOutside } from './patch-library.ts';
import { optionsOf } from './queue-job.ts';

/** The part of a queue of Bull that matters here. */
interface Queue {
  readonly name: string;
  /** By job name. */
  readonly handlers: Record<string, Handler>;
  setHandler(name: string, ...values: unknown[]): unknown;
}

interface Job {
  readonly id?: string | number;
  readonly name?: string;
  readonly data?: unknown;
}

/**
 * The queue's call: it returns a promise, even if the application's processor takes a callback or is a file.
 */
type Handler = (this: unknown, job: Job, ...rest: unknown[]) => unknown;

interface QueueClass {
  readonly prototype: Queue;
}

/** The name of jobs without a name. */
const UNNAMED = '__default__';

/**
 * Creates a unit of work for each call of a queue's processor: a new trace named `<queue> process`, of kind
 * CONSUMER, linked to the span that added the job, if the job's data identifies it.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports(bull: QueueClass) {
        if (typeof bull?.prototype?.setHandler === 'function')
          replaceMethod(bull.prototype, 'setHandler', handing);
        runOutside(bull?.prototype, 'process');
      },
    });
  }
};

/** The queue keeps its processors and calls them later. */
function handing(original: Queue['setHandler']): Queue['setHandler'] {
  return function (this: Queue, name, ...values) {
    const returned = original.call(this, name, ...values);
    const handler = this.handlers[name];
    if (handler) this.handlers[name] = handling(handler, this);
    return returned;
  };
}

function handling(handler: Handler, { name: queue }: Queue): Handler {
  return function (this: unknown, job, ...rest) {
    const attributes = job.name && job.name !== UNNAMED ? { 'bull.job.name': job.name } : {};
    const options = optionsOf({ system: 'bull', queue, id: job.id, data: job.data, attributes });
    return withReadyMadeWork(`${queue} process`, options, () => handler.call(this, job, ...rest));
  };
}
