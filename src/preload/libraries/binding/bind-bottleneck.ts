import { type Context, context, ROOT_CONTEXT } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { noteUpkeepClient } from '../upkeep-clients.ts';
import { bindFirstFunction, replaceMethods } from './bind-calls.ts';

type Method = (...values: unknown[]) => unknown;

/** Where a job was asked for. */
const askedIn = new WeakMap<object, Context>();

/** Of bottleneck: a job runs where it was asked for, and so does what its limiter counts when it is over. */
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

/** Of its locks: what waits for another job is asked for in its own request. */
export function bindLock(Sync: { readonly prototype?: object } | undefined): void {
  bindFirstFunction(Sync?.prototype, 'schedule');
}

/**
 * Of its store in Redis: it tells Redis every few seconds that it is there, and is told by it whose turn it is, for as long
 * as the process. A turn is nobody's: the job that it is given to is known afterwards.
 */
export function detachStore(Store: Method & { readonly prototype?: object }): unknown {
  if (typeof Store !== 'function') return undefined;
  replaceMethods(Store.prototype, ['__register__', 'onMessage'], outside);
  return new Proxy(Store, {
    construct: (target, values, newTarget) =>
      context.with(nobody(), () => Reflect.construct(target, values, newTarget) as object),
  });
}

/** Of its connections, which an application may make itself: the same. */
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

/** Nothing is traced there: what a limiter asks for itself is no work. */
function nobody(): Context {
  return suppressTracing(ROOT_CONTEXT);
}
