import { bindCallbacks, bound, replaceMethods } from './bind-calls.ts';

type Callable = (...values: unknown[]) => unknown;

/** Wraps a function that creates objects, so that their methods call back in the caller's context. */
export function bindMade(make: Callable, ...methods: readonly string[]): Callable | undefined {
  return replaced(make, made => {
    bindCallbacks(made as object, ...methods);
    return made;
  });
}

/** The same if the created value is itself a function, also for a package's export of this name. */
export function bindMadeFunctions(exports: Callable): Callable | undefined {
  replaceMethods(exports, ['throttledQueue'], (original, self, values) =>
    withBoundFunctions(Reflect.apply(original, self, values)),
  );
  return replaced(exports, withBoundFunctions);
}

/** For memoizee: the last argument is a callback, and not a part of the key, only with the option `async`. */
export function bindMemoizers(memoizee: Callable): Callable | undefined {
  return replaced(memoizee, (made, [, options]) => {
    const { async } = (options ?? {}) as { async?: unknown };
    return async ? withBoundCallback(made) : made;
  });
}

/** A function that loads once for all concurrent callers, then calls each one's last argument. */
export function withBoundCallback(load: unknown): unknown {
  return called(load, values => [...values.slice(0, -1), ...values.slice(-1).map(bound)]);
}

/** The function itself, with callbacks in the caller's context. */
export function withBoundFunctions(call: unknown): unknown {
  return typeof call === 'function' ? called(call, values => values.map(bound)) : undefined;
}

function called(callable: unknown, change: (values: readonly unknown[]) => readonly unknown[]): unknown {
  if (typeof callable !== 'function') return callable;
  return new Proxy(callable as Callable, {
    apply: (target, self, values: unknown[]) => Reflect.apply(target, self, change(values)),
  });
}

/** A function or class whose results and instances are changed. */
export function replaced(
  make: unknown,
  change: (made: unknown, values: readonly unknown[]) => unknown,
): Callable | undefined {
  // For an ES module, the namespace comes first, then its default.
  if (typeof make !== 'function') return;
  return new Proxy(make as Callable, {
    apply: (target, self, values: unknown[]) => change(Reflect.apply(target, self, values), values),
    construct: (target, values, newTarget) =>
      change(Reflect.construct(target, values, newTarget), values) as object,
  });
}
