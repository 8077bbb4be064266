import { type Context, context, type LoggerProvider } from '@opentelemetry/api';
import { noteFailure } from '../../shared/note-failure.ts';
import type { ExitHooks } from '../exit/exit.ts';
import { loadPart } from '../foundation/parts.ts';
import { endUnwinding, type Unwinding } from './unwinding.ts';

/** Receivers of an uncaught error. */
interface Recorders {
  readonly loggerProvider: LoggerProvider;
  /** Gets the context in which the error was thrown. */
  readonly failed?: ((active: Context) => void) | undefined;
}

type Hooks = Pick<ExitHooks, 'onUncaughtException' | 'onUnhandledRejection' | 'onUncaughtError'>;

/**
 * Handles an uncaught error: it looks the same as without otel-run, and an error that ends the process
 * becomes a log record, correlated with the context in which it was thrown.
 *
 * @param isMain whether this is the main thread: an error that ends a worker thread is its parent's to handle
 * @param onUncaught also gets the error that ends the process
 */
export function uncaughtHooks(
  { loggerProvider, failed }: Recorders,
  isMain: boolean,
  onUncaught: (error: unknown) => void = () => {},
): Hooks {
  let unwinding: Unwinding | undefined;
  return {
    onUncaughtException(error) {
      unwinding = endUnwinding(error);
      quietly(end => end.hideOwnFrames(error, unwinding?.callers));
    },
    onUnhandledRejection: reason => quietly(end => end.hideOwnFrames(reason)),
    onUncaughtError(error, isRejection) {
      const active = unwinding?.context ?? context.active();
      failed?.(active);
      onUncaught(error);
      if (isMain) quietly(end => end.recordUncaughtError(loggerProvider, error, active));
      quietly(end => end.showPlaces(error, isRejection, unwinding));
    },
  };
}

/** Loads the code on demand: few processes end like this. A failure here must not stop an error. */
function quietly(act: (end: typeof import('./uncaught-end.ts')) => void): void {
  try {
    act(loadPart('uncaught-end'));
  } catch (failure) {
    noteFailure('an uncaught error could not be examined', failure);
  }
}
