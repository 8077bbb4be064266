import { type Context, context } from '@opentelemetry/api';
import { bound, replaceMethods, replaceOwn } from './bind-calls.ts';
import { withBoundCallback } from './bind-made.ts';

type Worker = (this: unknown, ...values: never[]) => unknown;

/**
 * What of a queue of `async`, or `neo-async`, matters here: its worker is given the `data` of each item, just after that is
 * read.
 */
interface Queue {
  readonly _tasks: object;
}

/** Binds what runs later for the first or last of several callers: queues, and what is asked for while it loads. */
export function bindShared(async: object): void {
  bindQueues(async);
  replaceMethods(async, ['cargo', 'cargoQueue'], (original, self, values) =>
    boundPushes(Reflect.apply(original, self, values) as object),
  );
  replaceMethods(async, ['memoize'], (original, self, values) =>
    withBoundCallback(Reflect.apply(original, self, values)),
  );
}

/**
 * Has the worker of each queue run in the context that an item was pushed in. A cargo takes several items at once, so
 * that its worker stays where it is.
 */
function bindQueues(async: object): void {
  replaceMethods(async, ['queue', 'priorityQueue'], (original, self, values) => {
    const [worker, ...rest] = values;
    if (typeof worker !== 'function') return Reflect.apply(original, self, values);
    const turn = new Turn();
    const queue = Reflect.apply(original, self, [turn.running(worker as Worker), ...rest]) as Queue;
    replaceOwn(queue._tasks, ['push', 'unshift'], (insert, tasks, [item, ...more]) =>
      Reflect.apply(insert, tasks, [turn.watched(item as { data: unknown }), ...more]),
    );
    // Of neo-async, for one of a higher priority: before another that waits.
    replaceOwn(queue._tasks, ['insertBefore'], (insert, tasks, [next, item]) =>
      Reflect.apply(insert, tasks, [next, turn.watched(item as { data: unknown })]),
    );
    return boundPushes(queue);
  });
}

/** The first value is what is queued. */
function boundPushes(queue: object): object {
  replaceOwn(queue, ['push', 'unshift', 'pushAsync', 'unshiftAsync'], (push, of, values) =>
    Reflect.apply(push, of, [values[0], ...values.slice(1).map(bound)]),
  );
  return queue;
}

/** Whose turn it is: the context in which the item was pushed that was read last. */
class Turn {
  #context = context.active();

  running(worker: Worker): Worker {
    return new Proxy(worker, {
      apply: (target, self, values: never[]) =>
        context.with<never[], Worker>(this.#context, target, self, ...values),
    });
  }

  watched<Item extends { data: unknown }>(item: Item): Item {
    const pushedIn: Context = context.active();
    let { data } = item;
    return Object.defineProperty(item, 'data', {
      get: () => {
        this.#context = pushedIn;
        return data;
      },
      set: value => {
        data = value;
      },
      enumerable: true,
      configurable: true,
    });
  }
}
