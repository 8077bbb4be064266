import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { asAtStart } from '../foundation/as-at-start.ts';
import { hide } from '../foundation/hide.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import { FATAL_SIGNALS } from './signals.ts';

/** Milliseconds in which a repeated signal comes from a launcher that passes it on, and not from a user. */
const PASSED_ON_MS = 500;

/** What an exit without blocking needs. */
export interface UnblockedExit {
  /** Resolves when everything that has ended is delivered. */
  readonly deliverUnblocked: () => Promise<void>;
  /** Milliseconds that an end waits for `deliverUnblocked`. */
  readonly flushTimeout: number;
}

/** How the hidden listeners of a signal end the process. */
export interface HiddenListeners {
  /** A signal is about to reach its listeners. */
  before(signal: string): void;
  /** An event has reached its listeners. */
  after(event: string): void;
}

const countAll = EventEmitter.prototype.listenerCount;

/**
 * Lets listeners that `process.listenerCount` does not count end the process without blocking it. tsx has such
 * a listener (`bindHiddenSignalsHandler` in its src/preflight.ts): it reports the signal to the tsx command
 * and exits if nobody else listens. The tsx command kills a process that does not report a signal within
 * 60 ms (`relaySignals` in its src/run.ts). On Ctrl-C, both get the signal, the first report comes too early
 * for the tsx command, and a process that blocks its exit does not send another.
 *
 * So the listener is told that somebody else listens, and the process exits after the delivery with the same
 * code.
 */
export function createHiddenListeners({ deliverUnblocked, flushTimeout }: UnblockedExit): HiddenListeners {
  let exitCode: number | undefined;
  let since = 0;
  let held: { readonly signal: string; readonly restore: () => void } | undefined;
  const exit = () => process.exit(exitCode);

  function exitWhenDelivered(signal: NodeJS.Signals): void {
    if (exitCode !== undefined) return;
    exitCode = 128 + constants.signals[signal];
    since = monotonicNow();
    setTimeout(exit, flushTimeout);
    void asAtStart(deliverUnblocked).then(exit, exit);
  }

  return {
    before(signal) {
      if (held || flushTimeout <= 0 || !isHidden(signal)) return;
      if (exitCode !== undefined && monotonicNow() - since > PASSED_ON_MS) return;
      held = { signal, restore: countOneListener(signal) };
      exitWhenDelivered(signal);
    },
    after(event) {
      if (event !== held?.signal) return;
      held.restore();
      held = undefined;
    },
  };
}

function isHidden(event: string): event is NodeJS.Signals {
  if (!(FATAL_SIGNALS as readonly string[]).includes(event)) return false;
  return Reflect.apply(counter(), process, [event]) === 0 && Reflect.apply(countAll, process, [event]) > 0;
}

/** `process.listenerCount` as it is now. The build takes a direct call from the start of the process. */
function counter(): typeof process.listenerCount {
  return Reflect.get(process, 'listenerCount');
}

/** @returns a function that restores `process.listenerCount` */
function countOneListener(counted: string): () => void {
  const count = Object.getOwnPropertyDescriptor(process, 'listenerCount');
  const listenerCount = counter();
  hide(process, 'listenerCount', (event: string, listener?: never) =>
    event === counted ? 1 : Reflect.apply(listenerCount, process, [event, listener]),
  );
  return () => {
    Reflect.deleteProperty(process, 'listenerCount');
    if (count) Object.defineProperty(process, 'listenerCount', count);
  };
}
