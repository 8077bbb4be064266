import { type Context, context } from '@opentelemetry/api';
import { bound, replaceMethods, replaceOwn } from './bind-calls.ts';
import { withBoundCallback } from './bind-made.ts';

type Worker = (this: unknown, ...values: never[]) => unknown;

/**
 * The part of a queue of `async` or `neo-async` that matters here: its worker gets the `data` of each item
 * right after the queue reads it.
 */
interface Queue {
  readonly _tasks: object;
}

/**
 * Binds shared work that runs later for the first or last of several callers: queues, and values requested
 * while they load.
 */
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
 * Runs the worker of each queue in the context in which an item was pushed. A cargo takes several items at
 * once, so its worker is not bound.
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
    // For neo-async: an item of a higher priority is inserted before another one that waits.
    replaceOwn(queue._tasks, ['insertBefore'], (insert, tasks, [next, item]) =>
      Reflect.apply(insert, tasks, [next, turn.watched(item as { data: unknown })]),
    );
    return boundPushes(queue);
  });
}

/** Binds all arguments except the first, which is queued. */
function boundPushes(queue: object): object {
  replaceOwn(queue, ['push', 'unshift', 'pushAsync', 'unshiftAsync'], (push, of, values) =>
    Reflect.apply(push, of, [values[0], ...values.slice(1).map(bound)]),
  );
  return queue;
}

/** The context in which the last item that was read was pushed. */
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
