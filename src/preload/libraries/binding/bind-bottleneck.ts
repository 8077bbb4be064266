import { type Context, context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { noteUpkeepClient } from '../upkeep-clients.ts';
import { bindFirstFunction, replaceMethods } from './bind-calls.ts';

type Method = (...values: unknown[]) => unknown;

/** The context in which a job was requested. */
const askedIn = new WeakMap<object, Context>();

/** For bottleneck: a job, and its limiter's bookkeeping afterwards, run in the context that requested it. */
export function bindLimiter(Bottleneck: { readonly prototype?: object } | undefined): void {
  bindFirstFunction(Bottleneck?.prototype, 'schedule', 'submit');
  replaceMethods(Bottleneck?.prototype, ['_receive'], (original, self, [job]) => {
    askedIn.set(job as object, context.active());
    return Reflect.apply(original, self, [job]);
  });
  replaceMethods(Bottleneck?.prototype, ['_run'], (original, self, [index, job, wait]) => {
    const active = askedIn.get(job as object) ?? context.active();
    return context.with<unknown[], Method>(active, original, self as never, index, job, wait);
  });
}

/** For its locks: a job that waits for another one is still requested in its own context. */
export function bindLock(Sync: { readonly prototype?: object } | undefined): void {
  bindFirstFunction(Sync?.prototype, 'schedule');
}

/**
 * For its Redis store: throughout the process, it reports to Redis every few seconds, and Redis tells it
 * whose turn it is. A turn belongs to no request: its job is chosen afterwards.
 */
export function detachStore(Store: Method & { readonly prototype?: object }): unknown {
  if (typeof Store !== 'function') return undefined;
  replaceMethods(Store.prototype, ['__register__', 'onMessage'], outside);
  return new Proxy(Store, {
    construct: (target, values, newTarget) =>
      context.with(nobody(), () => Reflect.construct(target, values, newTarget) as object),
  });
}

/** For its connections, which an application may create itself: the same. */
export function detachConnection(Connection: { readonly prototype?: object } | undefined): void {
  replaceMethods(Connection?.prototype, ['_setup'], (original, self, values) => {
    const [client, isSubscriber] = values;
    if (isSubscriber) noteUpkeepClient(client as object);
    return outside(original, self, values);
  });
}

function outside(original: Method, self: unknown, values: readonly unknown[]): unknown {
  return context.with<unknown[], Method>(nobody(), original, self as never, ...values);
}

/** Nothing is traced there: a limiter's own requests are not work. */
function nobody(): Context {
  return suppressTracing(ROOT_CONTEXT);
}
