import type { Context } from '@opentelemetry/api';

/**
 * What an error leaves behind on its way through our frames. JavaScript shows an error to nobody but who catches it, and
 * Node.js prints the line that an uncaught error was thrown at, or thrown again at. So our frames let errors pass
 * (`try … finally`), and learn from the process which error it was.
 */
export interface Unwinding {
  /** The innermost context that the error left. */
  readonly context: Context;
  /** Who called our frames, from the innermost on. */
  readonly callers: readonly { readonly stack?: string }[];
  /** Told which error it was, where nobody caught it. */
  readonly observers: readonly ((error: unknown) => void)[];
  /** Told that somebody caught it, and no more: who catches an error does not say so. */
  readonly others: readonly (() => void)[];
}

type Open = {
  -readonly [Key in keyof Unwinding]: Unwinding[Key] extends readonly (infer Item)[]
    ? Item[]
    : Unwinding[Key];
};

/** A name by the semantic conventions, without details. */
const SOME_ERROR = { name: '_OTHER', message: 'an error that the application caught' };

let current: Open | undefined;

/**
 * To be called while an error passes, in a `finally`.
 *
 * @param frame a function on the stack: those that called it are kept
 */
export function passError(context: Context, frame: (...values: never[]) => unknown): void {
  const caller = {};
  Error.captureStackTrace(caller, frame);
  unwind(context).callers.push(caller);
}

/** Has a function told about the error that passes, where it turns out that nobody catches it. */
export function observeUncaught(context: Context, observer: (error: unknown) => void): void {
  unwind(context).observers.push(observer);
}

/** Has a function told that an error passes: which one, or just some error where the application catches it. */
export function observePassing(context: Context, observer: (error: unknown) => void): void {
  observeUncaught(context, observer);
  unwind(context).others.push(() => observer(SOME_ERROR));
}

/** What the error has passed that nobody caught: its observers are told. */
export function endUnwinding(error: unknown): Unwinding | undefined {
  const ended = current;
  current = undefined;
  for (const observe of ended?.observers ?? []) quietly(() => observe(error));
  return ended;
}

function unwind(context: Context): Open {
  if (current) return current;
  current = { context, callers: [], observers: [], others: [] };
  // An error that nobody catches reaches the process before any microtask runs.
  queueMicrotask(forget);
  return current;
}

function forget(): void {
  const forgotten = current;
  current = undefined;
  for (const tell of forgotten?.others ?? []) quietly(tell);
}

/** Anything can be thrown. */
function quietly(observe: () => void): void {
  try {
    observe();
  } catch {
    // What is observed goes on.
  }
}
