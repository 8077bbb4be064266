import type { Context } from '@opentelemetry/api';

/**
 * The trace that an error leaves on its way through our frames. JavaScript shows an error only to code that
 * catches it, and Node.js prints the line that threw, or rethrew, an uncaught error. So our frames let errors
 * pass (`try … finally`) and learn from the process which error it was.
 */
export interface Unwinding {
  /** The innermost context that the error left. */
  readonly context: Context;
  /** Stack traces of the callers of our frames, innermost first. */
  readonly callers: readonly { readonly stack?: string }[];
  /** Told which error it was, if nobody caught it. */
  readonly observers: readonly ((error: unknown) => void)[];
  /** Told only that the error was caught: code that catches an error does not reveal which one. */
  readonly others: readonly (() => void)[];
}

type Open = {
  -readonly [Key in keyof Unwinding]: Unwinding[Key] extends readonly (infer Item)[]
    ? Item[]
    : Unwinding[Key];
};

/** A name from the semantic conventions, without details. */
const SOME_ERROR = { name: '_OTHER', message: 'an error that the application caught' };

const { captureStackTrace } = Error;

let current: Open | undefined;

/**
 * Call it in a `finally` while an error passes.
 *
 * @param frame a function on the stack: its callers are kept
 */
export function passError(context: Context, frame: (...values: never[]) => unknown): void {
  const caller = {};
  captureStackTrace(caller, frame);
  unwind(context).callers.push(caller);
}

/** Adds an observer of the passing error, called if nobody catches it. */
export function observeUncaught(context: Context, observer: (error: unknown) => void): void {
  unwind(context).observers.push(observer);
}

/** Adds an observer of the passing error, which gets an unspecific error if the application catches it. */
export function observePassing(context: Context, observer: (error: unknown) => void): void {
  observeUncaught(context, observer);
  unwind(context).others.push(() => observer(SOME_ERROR));
}

/** Ends the unwinding of an uncaught error and tells its observers. */
export function endUnwinding(error: unknown): Unwinding | undefined {
  const ended = current;
  current = undefined;
  for (const observe of ended?.observers ?? []) quietly(() => observe(error));
  return ended;
}

function unwind(context: Context): Open {
  if (current) return current;
  current = { context, callers: [], observers: [], others: [] };
  // An uncaught error reaches the process before any microtask runs.
  queueMicrotask(forget);
  return current;
}

function forget(): void {
  const forgotten = current;
  current = undefined;
  for (const tell of forgotten?.others ?? []) quietly(tell);
}

/** Thrown values can be anything. */
function quietly(observe: () => void): void {
  try {
    observe();
  } catch {
    // An observer must not stop the observed code.
  }
}
