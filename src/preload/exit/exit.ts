import { noteFailure } from '../../shared/note-failure.ts';
import { hide } from '../foundation/hide.ts';
import { loadPart } from '../foundation/parts.ts';
import type { HiddenListeners, UnblockedExit } from './hidden-listeners.ts';
import { createSignalWatch, type SignalWatch } from './signals.ts';
import { watchEmit } from './watch-emit.ts';

/** Hooks around the end of the process. */
export interface ExitHooks extends UnblockedExit {
  /**
   * Runs after the application's last `exit` listener, and before an end without such a listener. May run
   * more than once.
   */
  readonly onExit: () => void;
  /** A signal arrived for which the application has no listener. */
  readonly onSignal: (signal: NodeJS.Signals) => void;
  /** An uncaught error, before the application's listeners for such errors get it. */
  readonly onUncaughtException: (error: unknown) => void;
  /** An unhandled rejection that does not end the process, before the application gets it. */
  readonly onUnhandledRejection: (reason: unknown) => void;
  /** An error that ends the process because the application does not handle it. */
  readonly onUncaughtError: (error: unknown, isRejection: boolean) => void;
  /** The event loop is empty, and the application does not listen for that. */
  readonly onIdle: () => void;
}

/** With these options, an unhandled rejection is a warning. */
const WARNED_OF = /--unhandled-rejections[= ](?:warn|none)/;

/** How the end of the process is watched. */
export interface ExitWatch {
  /** The switch for signals, which are not watched yet. */
  readonly signals: SignalWatch;
  /** Goes on watching if the application has overridden `process.emit`. Never throws. */
  readonly keep: () => void;
}

/**
 * Sees the process end without a listener that anyone could count, list or remove.
 *
 * Node.js announces an exit or an error through `process.emit`. An application may emit the same events
 * itself, which ends nothing.
 */
export function watchExit(hooks: ExitHooks): ExitWatch {
  const signals = createSignalWatch(hooks.onSignal);
  const end = new ProcessEnd(hooks, signals);
  const keep = watchEmit({
    before: (event, value) => guarded(() => end.before(event, value)),
    after: (values, handled) => guarded(() => end.after(values, handled)),
  });
  // If an `exit` listener calls `process.exit`, Node.js skips the other listeners and comes straight here.
  const reallyExit = Reflect.get(process, 'reallyExit') as (code: number) => never;
  hide(process, 'reallyExit', (code: number) => {
    if (!end.isDone) guarded(hooks.onExit);
    Reflect.apply(reallyExit, process, [code]);
  });
  return { signals, keep: () => guarded(keep) };
}

/** What the events of the process say about its end. */
class ProcessEnd {
  /** Whether the hooks ran after the application's last `exit` listener. */
  isDone = false;
  readonly #hooks: ExitHooks;
  readonly #signals: SignalWatch;
  readonly #warnsOfRejections = WARNED_OF.test([...process.execArgv, process.env.NODE_OPTIONS].join(' '));
  #announcedError: readonly unknown[] = [];
  #hiddenListeners: HiddenListeners | undefined;

  constructor(hooks: ExitHooks, signals: SignalWatch) {
    this.#hooks = hooks;
    this.#signals = signals;
  }

  before(event: string, value: unknown): void {
    if (event === 'newListener') this.#signals.beforeListening(value);
    else if (event.startsWith('SIG')) this.#beforeSignal(event);
    else if (event === 'uncaughtExceptionMonitor') {
      this.#announcedError = [value];
      this.#hooks.onUncaughtException(value);
    } else if (
      event === 'unhandledRejection' &&
      (process.listenerCount(event) > 0 || this.#warnsOfRejections)
    ) {
      // If an error ends the process, Node.js finds the place from its stack, unless someone has read the
      // stack.
      this.#hooks.onUnhandledRejection(value);
    }
  }

  /** @param handled undefined if a listener threw */
  after(values: readonly [string, ...unknown[]], handled: boolean | undefined): void {
    const { 0: event, 1: value, 2: origin } = values;
    this.#hiddenListeners?.after(event);
    if (event === 'exit') this.#afterExit();
    else if (event === 'beforeExit' && !handled) this.#hooks.onIdle();
    else if (event === 'removeListener') this.#signals.afterListening(value);
    else if (event === 'uncaughtException')
      this.#afterUncaughtException(value, origin === 'unhandledRejection', handled);
    // If a monitor throws, the process ends with code 7, and no other event follows.
    else if (event === 'uncaughtExceptionMonitor' && handled === undefined) this.#hooks.onExit();
  }

  #beforeSignal(signal: string): void {
    this.#hiddenListeners ??= loadPart('hidden-listeners').createHiddenListeners(this.#hooks);
    this.#hiddenListeners.before(signal);
  }

  #afterExit(): void {
    if (!isExiting()) return;
    this.#hooks.onExit();
    this.isDone = true;
  }

  #afterUncaughtException(error: unknown, isRejection: boolean, handled: boolean | undefined): void {
    // Only Node.js announces the error to the monitors first.
    const fatal = !handled && this.#announcedError.length > 0 && Object.is(this.#announcedError[0], error);
    this.#announcedError = [];
    if (!fatal) return;
    this.#hooks.onUncaughtError(error, isRejection);
    // If a listener throws, the process ends with code 7. An error in an `exit` listener ends it too. Neither
    // is followed by `exit`.
    if (handled === undefined || isExiting()) this.#hooks.onExit();
  }
}

/** A failure here would change the exit code of the process. */
function guarded(act: () => void): void {
  try {
    act();
  } catch (failure) {
    noteFailure('the end of the process was not observed', failure);
  }
}

const exiting = Object.getOwnPropertyDescriptor(process, '_exiting')?.get;

function isExiting(): boolean {
  return exiting !== undefined && Reflect.apply(exiting, process, []) === true;
}
