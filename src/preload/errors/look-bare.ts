import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { bareStack, type OwnFrames } from './bare-stack.ts';
import { addWhereEmitted } from './emitted-error.ts';
import { errorPlace } from './place.ts';
import { hasLostPlace, ownFiles } from './rethrown.ts';
import type { Unwinding } from './unwinding.ts';

type WithStack = { stack?: unknown };

/** Bounds what an error may gather: it has to be printed, too. */
const MOST_ERRORS = 100;

/** The frame of our method of pino's loggers, which passes for one of pino (`logs/pino-arguments.ts`): pino's own is absolute. */
const PINO_METHOD = '(node_modules/pino/lib/tools.js:';

/** Takes our frames out of the stack traces of an error that nobody has caught, before anybody reads them. */
export function hideOwnFrames(error: unknown, unwinding: Unwinding | undefined): void {
  try {
    if (!isObject(error)) return;
    const own = ownFrames(unwinding);
    for (const shown of errorsIn(error)) cleanStack(shown, own);
  } catch {
    // An error that cannot be read or changed is shown as it is.
  }
}

/** Has Node.js print an error that ends the process with the places that it would print without otel-run. */
export function showPlaces(error: unknown, isRejection: boolean, unwinding: Unwinding | undefined): void {
  try {
    if (!isObject(error)) return;
    addWhereEmitted(error, ownFrames(unwinding));
    if (hasLostPlace(error, isRejection)) showWhereThrown(error, isRejection);
  } catch {
    // As above.
  }
}

function ownFrames(unwinding: Unwinding | undefined): OwnFrames {
  return {
    places: [__dirname, PINO_METHOD, ...ownFiles],
    limit: Error.stackTraceLimit,
    callers: (unwinding?.callers ?? []).map(({ stack }) => String(stack)),
  };
}

/** An error with all that it was caused by and that it gathers. */
function errorsIn(error: WithStack): ReadonlySet<WithStack> {
  const found = new Set([error]);
  for (const one of found) {
    const errors = ownValue(one, 'errors');
    for (const next of [ownValue(one, 'cause'), ...(Array.isArray(errors) ? errors : [])])
      if (isObject(next) && found.size < MOST_ERRORS) found.add(next);
  }
  return found;
}

/** No getter of the application's is called. */
function ownValue(error: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(error, name)?.value;
}

function cleanStack(error: WithStack, own: OwnFrames): void {
  const { stack } = error;
  if (typeof stack !== 'string') return;
  const bare = bareStack(stack, own);
  if (bare !== stack) error.stack = bare;
}

/**
 * The application's line that an error was thrown at, where one of our frames has thrown it again, or read its stack.
 * Node.js puts no line of its own above an error that a script of `node:vm` has thrown.
 */
function showWhereThrown(error: WithStack, isRejection: boolean): void {
  const { stack } = error;
  // A worker thread hands the error to its parent, without a line.
  const place = isMainThread
    ? errorPlace(String(stack), isRejection, Reflect.get(process, '_eval'))
    : undefined;
  // No line is better than one of ours.
  if (place === undefined && isRejection) return;
  const key = Symbol.for('otel-run.uncaught');
  Reflect.set(globalThis, key, error);
  try {
    new Script(`throw globalThis[Symbol.for('${key.description}')]`).runInThisContext();
  } catch {
    error.stack = place === undefined ? stack : `${place}\n${stack}`;
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
}

function isObject(value: unknown): value is WithStack {
  return typeof value === 'object' && value !== null;
}
