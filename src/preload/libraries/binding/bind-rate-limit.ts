import { context } from '@opentelemetry/api';

type Callable = (this: unknown, ...values: unknown[]) => unknown;

/** A call of a limited function that waits for its turn. */
class Waiting {
  readonly self: unknown;
  readonly context = context.active();

  constructor(self: unknown) {
    this.self = self;
  }
}

/** For function-rate-limit: a limited function runs in the context of its caller. It gets `this`, too. */
export function bindRateLimit(rateLimit: Callable): Callable {
  return new Proxy(rateLimit, {
    apply(target, self, [count, interval, limited, ...rest]) {
      if (typeof limited !== 'function')
        return Reflect.apply(target, self, [count, interval, limited, ...rest]);
      const running = function (this: Waiting, ...values: unknown[]) {
        return context.with<unknown[], Callable>(this.context, limited as Callable, this.self, ...values);
      };
      const made = Reflect.apply(target, self, [count, interval, running, ...rest]);
      return new Proxy(made as Callable, {
        apply: (call, caller, values) => Reflect.apply(call, new Waiting(caller), values),
      });
    },
  });
}
