import { bound, replaceMethods, replaceOwn } from './bind-calls.ts';

/** Binds what the promises of a pool call back: they are of its own making, and call as soon as an answer is there. */
export function bindWorkers(workerpool: object): void {
  replaceMethods(workerpool, ['pool'], (original, self, values) => {
    const pool = Reflect.apply(original, self, values) as object;
    replaceOwn(pool, ['exec'], (exec, of, values) => boundPromise(Reflect.apply(exec, of, values)));
    return pool;
  });
}

/** Each has a `then` of its own, which `catch` and the others are made of. */
function boundPromise(promise: unknown): unknown {
  replaceOwn(promise as object, ['then'], (then, self, values) =>
    boundPromise(Reflect.apply(then, self, values.map(bound))),
  );
  return promise;
}
