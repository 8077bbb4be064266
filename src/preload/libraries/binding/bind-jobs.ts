import { type Context, context } from '@opentelemetry/api';
import { bound, replaceMethods, replaceOwn } from './bind-calls.ts';

type Job = (...values: unknown[]) => unknown;

/** For `queue`: jobs run in the context in which they were added. */
export function bindJobs(exports: { readonly default?: unknown; readonly prototype?: object }): void {
  const { prototype } = (exports.default ?? exports) as { readonly prototype?: object };
  if (!prototype) return;
  replaceMethods(prototype, ['push', 'unshift', 'splice'], (original, self, values) =>
    withoutBound(Reflect.apply(original, self, values.map(inContext))),
  );
  // An application gets the same job back that it added.
  replaceMethods(prototype, ['pop', 'shift'], (original, self, values) =>
    withoutBound(Reflect.apply(original, self, values)),
  );
  replaceMethods(prototype, ['indexOf', 'lastIndexOf'], (original, self, values) => {
    const jobs = (self as { readonly jobs: readonly unknown[] }).jobs.map(withoutBound);
    return Reflect.apply(original, { jobs }, values);
  });
  // Versions before 7 emit, later ones dispatch.
  replaceOwn(prototype, ['emit'], (original, self, values) =>
    Reflect.apply(original, self, values.map(withoutBound)),
  );
  replaceOwn(prototype, ['dispatchEvent'], (original, self, [event]) => {
    const { detail } = event as { detail?: { job?: unknown } };
    if (detail?.job) detail.job = withoutBound(detail.job);
    return Reflect.apply(original, self, [event]);
  });
}

/** The original jobs, by the functions that run them in their context. */
const jobs = new WeakMap<object, Job>();

function inContext(value: unknown): unknown {
  if (typeof value !== 'function') return value;
  const addedIn = context.active();
  const job = new Proxy(value as Job, {
    apply: (target, self, values: unknown[]) =>
      context.with<unknown[], Job>(addedIn, target, self as never, ...values),
  });
  jobs.set(job, value as Job);
  return job;
}

function withoutBound(value: unknown): unknown {
  return Array.isArray(value) ? value.map(withoutBound) : (jobs.get(value as object) ?? value);
}

/** The part of a queue of `vasync` that matters here. */
interface NumberedQueue {
  readonly nextid: number;
}

/** For `vasync`: the worker and the callback run in the context in which a task was pushed. */
export function bindNumberedQueues(vasync: object): void {
  replaceMethods(vasync, ['queue', 'queuev'], (original, self, values) => {
    const queue = Reflect.apply(original, self, values) as NumberedQueue;
    const pushedIn = new Map<unknown, Context>();
    replaceOwn(queue, ['pushOne'], (push, of, [task, callback]) => {
      pushedIn.set(queue.nextid + 1, context.active());
      return Reflect.apply(push, of, [task, bound(callback)]);
    });
    replaceOwn(queue, ['dispatch'], (dispatch, of, [entry]) => {
      const { id } = entry as { readonly id: unknown };
      const active = pushedIn.get(id) ?? context.active();
      pushedIn.delete(id);
      return context.with<unknown[], Job>(active, dispatch, of as never, entry);
    });
    return queue;
  });
}
