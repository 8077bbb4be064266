import { bareStack, type OwnFrames } from './bare-stack.ts';
import { ownFiles } from './rethrown.ts';

/** What may have a stack trace. */
export type WithStack = { stack?: unknown };

/** Stack traces of those who called our frames, from the innermost on: what had no room in the error's own. */
export type Callers = readonly { readonly stack?: string }[];

/** Bounds what an error may gather: it has to be printed, too. */
const MOST_ERRORS = 100;

/** Frames of ours for one of the application's or its framework's, itself included. */
const MOST_OF_A_FRAME = 4;

/** The frame of our method of pino's loggers, which passes for one of pino (`logs/pino-arguments.ts`): pino's own is absolute. */
const PINO_METHOD = '(node_modules/pino/lib/tools.js:';

/** Takes our frames out of the stack traces of an error, before anybody reads them. */
export function hideOwnFrames(error: unknown, callers: Callers = []): void {
  try {
    if (!mayHaveStack(error)) return;
    const own = ownFrames(callers);
    for (const shown of errorsIn(error)) cleanStack(shown, own);
  } catch {
    // An error that cannot be read or changed is shown as it is.
  }
}

/** Who called a function of ours that is on the stack: as many as fill a stack trace that has frames of ours. */
export function callersOf(frame: (...values: never[]) => unknown): { readonly stack?: string } {
  const callers: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  if (typeof stackTraceLimit !== 'number') return callers;
  Error.stackTraceLimit = stackTraceLimit * MOST_OF_A_FRAME;
  Error.captureStackTrace(callers, frame);
  Error.stackTraceLimit = stackTraceLimit;
  return callers;
}

/** Whose frames are ours, and those in whose place they stand. */
export function ownFrames(callers: Callers): OwnFrames {
  return {
    places: [__dirname, PINO_METHOD, ...ownFiles],
    limit: Error.stackTraceLimit,
    // Written as they are read: most stack traces have room for all of their frames.
    get callers() {
      return callers.map(({ stack }) => String(stack));
    },
  };
}

/** An error with all that it was caused by and that it gathers. */
function errorsIn(error: WithStack): ReadonlySet<WithStack> {
  const found = new Set([error]);
  for (const one of found) {
    const errors = ownValue(one, 'errors');
    for (const next of [ownValue(one, 'cause'), ...(Array.isArray(errors) ? errors : [])])
      if (mayHaveStack(next) && found.size < MOST_ERRORS) found.add(next);
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

/** Whether something that was thrown may have a stack trace. */
export function mayHaveStack(value: unknown): value is WithStack {
  return typeof value === 'object' && value !== null;
}
