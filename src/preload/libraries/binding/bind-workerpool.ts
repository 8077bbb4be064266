import { bound, replaceMethods, replaceOwn } from './bind-calls.ts';

/** Binds the callbacks of a pool's own kind of promises, which call back as soon as there is an answer. */
export function bindWorkers(workerpool: object): void {
  replaceMethods(workerpool, ['pool'], (original, self, values) => {
    const pool = Reflect.apply(original, self, values) as object;
    replaceOwn(pool, ['exec'], (exec, of, values) => boundPromise(Reflect.apply(exec, of, values)));
    return pool;
  });
}

/** Each promise has its own `then`, which `catch` and the other methods use. */
function boundPromise(promise: unknown): unknown {
  replaceOwn(promise as object, ['then'], (then, self, values) =>
    boundPromise(Reflect.apply(then, self, values.map(bound))),
  );
  return promise;
}
