import { context } from '@opentelemetry/api';
import { lookLike } from '../../../shared/look-like.ts';
import { withReadyMadeWork } from '../../../work/ready-made-work.ts';
import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from './patch-library.ts';
import { optionsOfBatch } from './queue-job.ts';

type Handler = (this: unknown, jobs: Job | readonly Job[], ...rest: unknown[]) => unknown;

/** The part of pg-boss that matters here. */
interface Boss {
  work(queue: string, ...values: unknown[]): unknown;
}

interface Job {
  readonly id?: string;
  readonly data?: unknown;
}

/** The class to which instances of all versions delegate such calls. */
type Manager = { readonly prototype?: Boss; readonly default?: { readonly prototype: Boss } };

/**
 * Creates a unit of work for each call of a worker's handler: a new trace named `<queue> process`, of kind
 * CONSUMER, linked to the spans that sent the jobs, if their data identifies them. Since version 12, pg-boss
 * records this itself, and its span is the unit.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    const patch = (manager: Manager) => {
      const prototype = manager.prototype ?? manager.default?.prototype;
      if (typeof prototype?.work === 'function') replaceMethod(prototype, 'work', working);
    };
    patchExports(target, versions, { files: { 'src/manager.js': patch, 'dist/manager.js': patch } });
  }
};

/** The handler is the last argument. The worker polls in the context in which it was started. */
function working(original: Boss['work']): Boss['work'] {
  return function (this: Boss, queue, ...values) {
    const handler = values.at(-1);
    if (typeof handler !== 'function') return original.call(this, queue, ...values);
    const takenUp = context.active();
    const processing: Handler = (given, ...rest) => {
      const jobs = (Array.isArray(given) ? given : [given]) as readonly Job[];
      const { options, link } = optionsOfBatch(
        jobs.map(({ id, data }) => ({ system: 'pg-boss', queue, id, data })),
      );
      return withReadyMadeWork(`${queue} process`, { ...options, takenUp }, span => {
        if (span) link(span);
        return (handler as Handler).call(undefined, given, ...rest);
      });
    };
    return original.call(this, queue, ...values.slice(0, -1), lookLike(processing, handler));
  };
}
