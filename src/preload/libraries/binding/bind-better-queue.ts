import { EventEmitter } from 'node:events';
import { type Context, context } from '@opentelemetry/api';
import { bound, replaceMethods } from './bind-calls.ts';

/** The part of the tickets of one task that matters here. */
type Tickets = Readonly<Record<string, { readonly tickets?: readonly object[] } | undefined>>;

/** The context in which a task was pushed, by its ticket. */
const pushedIn = new WeakMap<object, Context>();

/**
 * For better-queue: a task runs in the context in which it was pushed, and so do its ticket's events. Tasks
 * that are processed together, or were merged into one, run in the context of the first.
 */
export function bindTasks({ prototype }: { readonly prototype?: object }): void {
  replaceMethods(prototype, ['push'], (original, self, [task, callback]) => {
    // A push that waited for the store passes a ticket instead of a callback.
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
