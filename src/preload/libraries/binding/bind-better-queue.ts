import { EventEmitter } from 'node:events';
import { type Context, context } from '@opentelemetry/api';
import { bound, replaceMethods } from './bind-calls.ts';

/** What of the tickets that wait for one task matters here. */
type Tickets = Readonly<Record<string, { readonly tickets?: readonly object[] } | undefined>>;

/** Where a task was pushed, by its ticket. */
const pushedIn = new WeakMap<object, Context>();

/**
 * Of better-queue: a task is processed in the context that it was pushed in, and its ticket tells of it there. Of several
 * that are processed together, or were merged into one, it is that of the first.
 */
export function bindTasks({ prototype }: { readonly prototype?: object }): void {
  replaceMethods(prototype, ['push'], (original, self, [task, callback]) => {
    // A ticket comes back, in place of a callback, from a push that waited for the store.
    if (callback instanceof EventEmitter) return Reflect.apply(original, self, [task, callback]);
    const ticket = Reflect.apply(original, self, [task, bound(callback)]) as object;
    pushedIn.set(ticket, context.active());
    return bound(ticket);
  });
  replaceMethods(prototype, ['_startBatch'], (original, self, values) => {
    const active = firstOf(values[1] as Tickets) ?? context.active();
    return context.with<unknown[], typeof original>(active, original, self as never, ...values);
  });
}

function firstOf(tickets: Tickets): Context | undefined {
  const ticket = Object.values(tickets)
    .flatMap(all => all?.tickets ?? [])
    .find(one => pushedIn.has(one));
  return ticket && pushedIn.get(ticket);
}
