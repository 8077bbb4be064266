import { type Context, context } from '@opentelemetry/api';
import { bound, replaceMethods, replaceOwn } from './bind-calls.ts';

type Callable = (...values: unknown[]) => unknown;

/** A value with the context in which it was pushed. */
class Pushed {
  readonly value: unknown;
  readonly context: Context = context.active();

  constructor(value: unknown) {
    this.value = value;
  }
}

/** Creates queues whose worker runs in the context in which a value was pushed. */
export function bindQueues(fastq: Callable & { promise?: Callable }): Callable {
  const replacement = new Proxy(fastq, { apply: makeQueue });
  if (fastq.promise) replaceMethods(fastq, ['promise'], makeQueue);
  return replacement;
}

function makeQueue(original: Callable, self: unknown, values: readonly unknown[]): unknown {
  const queue = Reflect.apply(
    original,
    self,
    values.map(value => (typeof value === 'function' ? inContext(value as Callable) : value)),
  );
  replaceOwn(queue as object, ['push', 'unshift'], (push, of, [value, done]) =>
    Reflect.apply(push, of, [new Pushed(value), ...(done === undefined ? [] : [bound(done)])]),
  );
  replaceOwn(queue as object, ['getQueue'], (original, of) =>
    (Reflect.apply(original, of, []) as unknown[]).map(unpushed),
  );
  replaceOwn(queue as object, ['error'], (original, of, [handler]) =>
    Reflect.apply(original, of, [
      typeof handler === 'function'
        ? (error: unknown, value: unknown) => handler(error, unpushed(value))
        : handler,
    ]),
  );
  return queue;
}

function inContext(worker: Callable): Callable {
  return new Proxy(worker, {
    apply(target, self, [pushed, ...rest]) {
      if (!(pushed instanceof Pushed)) return Reflect.apply(target, self, [pushed, ...rest]);
      return context.with<unknown[], Callable>(pushed.context, target, self, pushed.value, ...rest);
    },
  });
}

function unpushed(pushed: unknown): unknown {
  return pushed instanceof Pushed ? pushed.value : pushed;
}
