import { type Context, context } from '@opentelemetry/api';
import { quietly } from '../shared/quietly.ts';
import { findRuntime } from './runtime.ts';

/** Called once with the outcome of the work; a second call has no effect. */
export interface Completion {
  succeed(): void;
  fail(error: unknown): void;
}

/**
 * Follows a function's return value until it is finished: a promise until it settles; another thenable until
 * its consumer sees it settle (it may be lazy, like a query that runs when it is awaited); a generator until
 * it is done. Anything else is already finished.
 *
 * @param active the context in which a generator's and a lazy thenable's code runs
 * @returns the given value; for a promise, one that settles the same way just after `completion` was called
 */
export function follow<Result>(result: Result, active: Context, completion: Completion): Result {
  const followed = quietly(() => followObject(result, active, completion));
  if (followed !== undefined) return followed;
  completion.succeed();
  return result;
}

/** Undefined if there is nothing to follow, or if that is unknown: a proxy may throw at any access. */
function followObject<Result>(result: Result, active: Context, completion: Completion): Result | undefined {
  if (isGenerator(result)) return followGenerator(result, active, completion);
  if (!isThenable(result)) return undefined;
  return isPlainPromise(result)
    ? followPromise(result, completion)
    : followThenable(result, active, completion);
}

type AnyGenerator = Pick<Generator | AsyncGenerator, 'next' | 'return' | 'throw'>;

type Then = (onFulfilled?: Settle, onRejected?: Settle) => unknown;
type Settle = ((value: unknown) => unknown) | null | undefined;

/**
 * Handlers on the promise itself would count as handling its rejection, so
 * the caller gets the derived promise.
 */
function followPromise<Result>(promise: Result & { then: Then }, completion: Completion): Result {
  const followed = promise.then(
    value => {
      completion.succeed();
      return value;
    },
    error => {
      completion.fail(error);
      throw error;
    },
  ) as object;
  for (const name of Object.getOwnPropertyNames(promise)) {
    Object.defineProperty(followed, name, Object.getOwnPropertyDescriptor(promise, name) ?? {});
  }
  return followed as Result;
}

/** Keeps the object, which may have more methods than `then`, and watches calls of its `then`. */
function followThenable<Result>(
  thenable: Result & { then: Then },
  active: Context,
  completion: Completion,
): Result {
  const { then } = thenable;
  replace(thenable, 'then', (onFulfilled: Settle, onRejected: Settle) => {
    const fulfilled = (value: unknown) => {
      completion.succeed();
      return onFulfilled ? onFulfilled(value) : value;
    };
    const rejected = (error: unknown) => {
      completion.fail(error);
      if (onRejected) return onRejected(error);
      throw error;
    };
    const outside = context.active();
    return context.with(
      active,
      then,
      thenable as never,
      context.bind(outside, fulfilled),
      context.bind(outside, rejected),
    );
  });
  return thenable;
}

/** Each step runs in the context of the work, wherever the next value is requested. */
function followGenerator<Result>(generator: Result & AnyGenerator, active: Context, completion: Completion) {
  for (const name of ['next', 'return', 'throw'] as const) {
    const step = generator[name] as (...values: unknown[]) => unknown;
    replace(generator, name, (...values: unknown[]) => {
      try {
        const outcome = context.with(active, step, generator as never, ...values);
        return isThenable(outcome)
          ? outcome.then(result => endWhenDone(result, completion), rejecting(completion))
          : endWhenDone(outcome, completion);
      } catch (error) {
        completion.fail(error);
        findRuntime()?.passed?.(error, followGenerator);
        throw error;
      }
    });
  }
  return generator;
}

function endWhenDone(result: unknown, completion: Completion): unknown {
  if ((result as IteratorResult<unknown>).done) completion.succeed();
  return result;
}

function rejecting(completion: Completion): (error: unknown) => never {
  return error => {
    completion.fail(error);
    throw error;
  };
}

function isGenerator<Value>(value: Value): value is Value & AnyGenerator {
  return /^\[object (?:Async)?Generator\]$/.test(Object.prototype.toString.call(value));
}

function isThenable<Value>(value: Value): value is Value & { then: Then } {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return typeof (value as { then?: unknown }).then === 'function';
}

/**
 * A subclass or another thenable is awaited through its `then`, but nothing calls that of a plain promise.
 */
function isPlainPromise(value: object): boolean {
  return (
    Object.prototype.toString.call(value) === '[object Promise]' && value.constructor?.name === 'Promise'
  );
}

function replace(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}
