import { bindCallbacks, bound, replaceMethods } from './bind-calls.ts';

type Callable = (...values: unknown[]) => unknown;

/** Returns a function that makes objects, whose methods call back in the context that they are called in. */
export function bindMade(make: Callable, ...methods: readonly string[]): Callable | undefined {
  return replaced(make, made => {
    bindCallbacks(made as object, ...methods);
    return made;
  });
}

/** The same where what is made is called itself; also for what a package exports by this name. */
export function bindMadeFunctions(exports: Callable): Callable | undefined {
  replaceMethods(exports, ['throttledQueue'], (original, self, values) =>
    withBoundFunctions(Reflect.apply(original, self, values)),
  );
  return replaced(exports, withBoundFunctions);
}

/** Of memoizee: only where it is told that a function calls back is the last value no part of the key. */
export function bindMemoizers(memoizee: Callable): Callable | undefined {
  return replaced(memoizee, (made, [, options]) => {
    const { async } = (options ?? {}) as { async?: unknown };
    return async ? withBoundCallback(made) : made;
  });
}

/** A function that loads once for all who ask meanwhile, and then calls back the last value of each. */
export function withBoundCallback(load: unknown): unknown {
  return called(load, values => [...values.slice(0, -1), ...values.slice(-1).map(bound)]);
}

/** The function itself, which calls back in the context that it is called in. */
export function withBoundFunctions(call: unknown): unknown {
  return typeof call === 'function' ? called(call, values => values.map(bound)) : undefined;
}

function called(callable: unknown, change: (values: readonly unknown[]) => readonly unknown[]): unknown {
  if (typeof callable !== 'function') return callable;
  return new Proxy(callable as Callable, {
    apply: (target, self, values: unknown[]) => Reflect.apply(target, self, change(values)),
  });
}

/** A function or class, whose results and instances are changed. */
export function replaced(
  make: unknown,
  change: (made: unknown, values: readonly unknown[]) => unknown,
): Callable | undefined {
  // Of an ES module comes the namespace first, then its default.
  if (typeof make !== 'function') return;
  return new Proxy(make as Callable, {
    apply: (target, self, values: unknown[]) => change(Reflect.apply(target, self, values), values),
    construct: (target, values, newTarget) =>
      change(Reflect.construct(target, values, newTarget), values) as object,
  });
}
