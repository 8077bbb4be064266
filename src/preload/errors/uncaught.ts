import { type Context, context, diag, type LoggerProvider } from '@opentelemetry/api';
import type { ExitHooks } from '../exit/exit.ts';
import { loadPart } from '../foundation/parts.ts';
import { endUnwinding, type Unwinding } from './unwinding.ts';

/** What is told of an error that nobody caught. */
interface Recorders {
  readonly loggerProvider: LoggerProvider;
  /** Is told of the context that it was thrown in. */
  readonly failed?: ((active: Context) => void) | undefined;
}

type Hooks = Pick<ExitHooks, 'onUncaughtException' | 'onUnhandledRejection' | 'onUncaughtError'>;

/**
 * What becomes of an error that nobody caught: it looks as without otel-run, and the one that ends the process is a log
 * record, correlated with what it was thrown in.
 *
 * @param isMain whether this is the main thread: an error that ends a worker thread is its parent's to handle
 * @param onUncaught told of the error that ends the process, too
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

/** Loads what is needed, as few processes end like this. Nothing comes between an error and those who wait for it. */
function quietly(act: (end: typeof import('./uncaught-end.ts')) => void): void {
  try {
    act(loadPart('uncaught-end'));
  } catch (failure) {
    diag.debug('an uncaught error was left as it is', failure);
  }
}
