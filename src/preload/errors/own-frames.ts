import { withOwnExec } from '../../shared/own-exec.ts';
import { bareStack, type OwnFrames } from './bare-stack.ts';
import { ownFiles } from './rethrown.ts';

/** A value that may have a stack trace. */
export type WithStack = { stack?: unknown };

/**
 * Stack traces of the callers of our frames, innermost first: frames that did not fit into the error's own.
 */
export type Callers = readonly { readonly stack?: string }[];

/** Limits how many errors one error may contain: they all have to be printed, too. */
const MOST_ERRORS = 100;

/** The maximum number of frames, ours included, for each frame of the application or its framework. */
const MOST_OF_A_FRAME = 4;

/**
 * The frame of our method of pino's loggers, which looks like one of pino's (`logs/pino-arguments.ts`).
 * Pino's own frame has an absolute path.
 */
const PINO_METHOD = '(node_modules/pino/lib/tools.js:';

/** Removes our frames from the stack traces of an error before anyone reads them. */
export function hideOwnFrames(error: unknown, callers: Callers = []): void {
  try {
    if (!mayHaveStack(error)) return;
    const own = ownFrames(callers);
    for (const shown of errorsIn(error)) withOwnExec(cleanStack, shown, own);
  } catch {
    // An error that cannot be read or changed is shown as it is.
  }
}

/** The callers of a function of ours on the stack: enough to fill a stack trace that has frames of ours. */
export function callersOf(frame: (...values: never[]) => unknown): { readonly stack?: string } {
  const callers: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  if (typeof stackTraceLimit !== 'number') return callers;
  Error.stackTraceLimit = stackTraceLimit * MOST_OF_A_FRAME;
  Error.captureStackTrace(callers, frame);
  Error.stackTraceLimit = stackTraceLimit;
  return callers;
}

/** Where our frames are, and the callers that they hide. */
export function ownFrames(callers: Callers): OwnFrames {
  return {
    places: [__dirname, PINO_METHOD, ...ownFiles],
    limit: Error.stackTraceLimit,
    // Formatted only when read: most stack traces have room for all of their frames.
    get callers() {
      return callers.map(({ stack }) => String(stack));
    },
  };
}

/** An error with all its causes and all errors that it contains. */
function errorsIn(error: WithStack): ReadonlySet<WithStack> {
  const found = new Set([error]);
  for (const one of found) {
    const errors = ownValue(one, 'errors');
    for (const next of [ownValue(one, 'cause'), ...(Array.isArray(errors) ? errors : [])])
      if (mayHaveStack(next) && found.size < MOST_ERRORS) found.add(next);
  }
  return found;
}

/** Calls no getter of the application. */
function ownValue(error: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(error, name)?.value;
}

function cleanStack(error: WithStack, own: OwnFrames): void {
  const { stack } = error;
  if (typeof stack !== 'string') return;
  const bare = bareStack(stack, own);
  if (bare !== stack) error.stack = bare;
}

/** Whether a thrown value may have a stack trace. */
export function mayHaveStack(value: unknown): value is WithStack {
  return typeof value === 'object' && value !== null;
}
