import { constants } from 'node:os';
import { asAtStart } from '../foundation/as-at-start.ts';
import { replaceEmit } from '../foundation/emit-in-place.ts';
import { ownMethods } from '../foundation/own-methods.ts';

/** Signals that end a process by default and that an operator or a supervisor sends. */
export const FATAL_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** Watches for the fatal signals, without a listener. */
export interface SignalWatch {
  /** Starts watching: a signal without a listener of the application no longer ends the process by itself. */
  arm(): void;
  /** Restores the default of every signal that the application does not listen for. */
  disarm(): void;
  isArmed(event: string): boolean;
  /** The application is about to listen for an event. */
  beforeListening(event: unknown): void;
  /** The application has removed a listener. If it was the last one of a signal, watching continues. */
  afterListening(event: unknown): void;
}

/** What `process.kill` calls, before anyone replaces it. */
const send = Reflect.get(process, '_kill') as (pid: number, signal: number) => number;

const reallyExit = Reflect.get(process, 'reallyExit') as (code: number) => never;

type ListenerHook = (event: string) => void;

/** Milliseconds that the kernel gets to deliver a signal that this process sent to itself. */
const DELIVERY_OF_SIGNAL = 100;

/**
 * Node.js watches for a signal from its first listener on. This requests the same through Node's own hooks on
 * `newListener` and `removeListener`. Without them (an unknown Node.js), signals keep their defaults.
 *
 * A watched signal cannot end a process while its JavaScript does not return to the event loop: the process
 * ends when the loop turns again.
 *
 * @param onSignal a signal arrived that the application does not listen for
 */
export function createSignalWatch(onSignal: (signal: NodeJS.Signals) => void): SignalWatch {
  const startListening = nodeHook('newListener', 'startListeningIfSignal');
  const stopListening = nodeHook('removeListener', 'stopListeningIfSignal');
  const armed = ownMethods(new Set<unknown>());
  /** The `emit` functions that notify the application's listeners of a signal. */
  const emits = ownMethods(new Map<unknown, typeof process.emit>());
  const watch = (signal: string) =>
    listenTo(signal, startListening, (...values) => {
      const emit = emits.get(signal);
      if (emit) Reflect.apply(emit, process, values);
      else onSignal(signal as NodeJS.Signals);
    });
  function arm(): void {
    if (!startListening || !stopListening) return;
    for (const signal of FATAL_SIGNALS) {
      armed.add(signal);
      // The last listener may have been removed while nothing was watched.
      if (process.listenerCount(signal) === 0) emits.delete(signal);
      watch(signal);
    }
  }
  function disarm(): void {
    for (const signal of FATAL_SIGNALS) if (armed.delete(signal)) stopListening?.(signal);
  }
  return {
    arm: () => asAtStart(arm),
    disarm: () => asAtStart(disarm),
    isArmed: event => armed.has(event),
    beforeListening(event) {
      // Node.js also binds the `emit` from before the first listener.
      if (armed.has(event) && !emits.has(event)) emits.set(event, process.emit);
    },
    afterListening(event) {
      if (!armed.has(event) || process.listenerCount(event as string) > 0) return;
      emits.delete(event);
      watch(event as string);
    },
  };
}

/**
 * Node.js binds the current `process.emit` when it starts to watch for a signal. A temporary replacement
 * distinguishes signals of the kernel from events that the application emits under the same name.
 */
function listenTo(
  signal: string,
  startListening: ListenerHook | undefined,
  announce: (...values: unknown[]) => void,
): void {
  const restore = replaceEmit(() => announce);
  try {
    startListening?.(signal);
  } finally {
    restore();
  }
}

/** Restores the defaults of signals while something blocks this thread: nothing here could answer them. */
export function withDefaultSignals<Result>(signals: SignalWatch, action: () => Result): Result {
  const armed = signals.isArmed('SIGTERM');
  signals.disarm();
  try {
    return action();
  } finally {
    if (armed) signals.arm();
  }
}

/**
 * Ends this process with a signal that nothing handles any more, so that its parent sees the same end as
 * without telemetry. The first process of a container ignores signals without a handler (kernel,
 * pid_namespaces(7)). There, the exit code is 128 plus the signal's number, as in a shell.
 */
export function dieOf(signal: NodeJS.Signals): never {
  Reflect.apply(send, process, [process.pid, constants.signals[signal]]);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, DELIVERY_OF_SIGNAL);
  return Reflect.apply(reallyExit, process, [128 + constants.signals[signal]]);
}

/** Node's own listener that starts or stops watching for a signal (lib/internal/process/signal.js). */
function nodeHook(event: 'newListener' | 'removeListener', name: string): ListenerHook | undefined {
  const listeners: { readonly name: string }[] = process.listeners(event as never);
  return listeners.find(listener => listener.name === name) as unknown as ListenerHook | undefined;
}
