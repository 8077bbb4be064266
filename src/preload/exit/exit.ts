import { diag } from '@opentelemetry/api';
import { hide } from '../foundation/hide.ts';
import { createSignalWatch, type SignalWatch } from './signals.ts';

/** What happens around the end of the process. */
export interface ExitHooks {
  /** Runs after the application's last `exit` listener, and before an end that has no such listener. May run more than once. */
  readonly onExit: () => void;
  /** A signal arrived that the application has no listener for. */
  readonly onSignal: (signal: NodeJS.Signals) => void;
  /** An error that nobody caught, before the application's listeners for such errors get it. */
  readonly onUncaughtException: (error: unknown) => void;
  /** A rejection that nobody handled, where that does not end the process, before the application gets to know it. */
  readonly onUnhandledRejection: (reason: unknown) => void;
  /** An error that ends the process, since the application does not handle it. */
  readonly onUncaughtError: (error: unknown, isRejection: boolean) => void;
  /** The event loop is empty, and nothing in the application listens for that. */
  readonly onIdle: () => void;
}

/** With these a rejection that nobody handles is a warning. */
const WARNED_OF = /--unhandled-rejections[= ](?:warn|none)/;

/**
 * Sees the process end without a listener that anyone could count, list or remove.
 *
 * `process.emit` is where Node.js itself announces an exit and an error, also to an object that overrides it. An
 * application may emit the same events itself, which ends nothing.
 *
 * @returns the switch for signals, which are not watched yet
 */
export function watchExit(hooks: ExitHooks): SignalWatch {
  const signals = createSignalWatch(hooks.onSignal);
  const warnsOfRejections = WARNED_OF.test([...process.execArgv, process.env.NODE_OPTIONS].join(' '));
  let announcedError: readonly unknown[] = [];
  let exitDone = false;

  // Its values are neither spread nor taken apart: an application may have replaced the iterator of arrays.
  function emitAndWatch(this: NodeJS.Process, ...values: [event: string, ...rest: unknown[]]): boolean {
    guarded(() => before(values[0], values[1]));
    let handled: boolean | undefined;
    try {
      handled = Reflect.apply<NodeJS.Process, unknown[], boolean>(inheritedEmit() as never, this, values);
      return handled;
    } finally {
      // Not caught and thrown again: Node.js prints the line of source that an error was thrown at.
      guarded(() => after(values, handled));
    }
  }

  function before(event: string, value: unknown): void {
    if (event === 'newListener') signals.beforeListening(value);
    else if (event === 'uncaughtExceptionMonitor') {
      announcedError = [value];
      hooks.onUncaughtException(value);
    } else if (event === 'unhandledRejection' && (process.listenerCount(event) > 0 || warnsOfRejections)) {
      // Of an error that ends the process, Node.js finds the place by its stack, as long as nobody has read that.
      hooks.onUnhandledRejection(value);
    }
  }

  /** @param handled undefined where a listener threw */
  function after(values: readonly [string, ...unknown[]], handled: boolean | undefined): void {
    const { 0: event, 1: value, 2: origin } = values;
    if (event === 'exit') afterExit();
    else if (event === 'beforeExit' && !handled) hooks.onIdle();
    else if (event === 'removeListener') signals.afterListening(value);
    else if (event === 'uncaughtException')
      afterUncaughtException(value, origin === 'unhandledRejection', handled);
  }

  function afterExit(): void {
    if (!isExiting()) return;
    hooks.onExit();
    exitDone = true;
  }

  function afterUncaughtException(error: unknown, isRejection: boolean, handled: boolean | undefined): void {
    // Only Node.js announces it to the monitors first.
    const fatal = !handled && announcedError.length > 0 && Object.is(announcedError[0], error);
    announcedError = [];
    if (!fatal) return;
    hooks.onUncaughtError(error, isRejection);
    // A listener that throws ends the process with code 7, an error of an `exit` listener ends it too: no `exit` follows.
    if (handled === undefined || isExiting()) hooks.onExit();
  }

  hide(process, 'emit', emitAndWatch);
  // `process.exit` called by an `exit` listener skips the rest of them and comes straight here.
  const reallyExit = Reflect.get(process, 'reallyExit') as (code: number) => never;
  hide(process, 'reallyExit', (code: number) => {
    if (!exitDone) guarded(hooks.onExit);
    Reflect.apply(reallyExit, process, [code]);
  });
  return signals;
}

/** What fails here would end the process with another code than its own. */
function guarded(act: () => void): void {
  try {
    act();
  } catch (failure) {
    diag.debug('the end of the process was not followed', failure);
  }
}

/** What the process would emit by without this: its prototype's method, which tools replace for every emitter. */
function inheritedEmit(): typeof process.emit {
  return Reflect.get(Object.getPrototypeOf(process), 'emit');
}

function isExiting(): boolean {
  return Reflect.get(process, '_exiting') === true;
}
