import { constants } from 'node:os';
import { replaceEmit } from '../foundation/emit-in-place.ts';

/** Signals whose default is to end the process, and that an operator or a supervisor sends. */
export const FATAL_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** Watches for the fatal signals, without a listener. */
export interface SignalWatch {
  /** Watches: a signal that the application does not listen for no longer ends the process by itself. */
  arm(): void;
  /** Gives every signal that the application does not listen for its default back. */
  disarm(): void;
  isArmed(event: string): boolean;
  /** The application is about to listen for an event. */
  beforeListening(event: unknown): void;
  /** The application has removed a listener: goes on watching where that was the last one of a signal. */
  afterListening(event: unknown): void;
}

type ListenerHook = (event: string) => void;

/** Milliseconds that the kernel gets to deliver a signal that this process sent to itself. */
const DELIVERY_OF_SIGNAL = 100;

/**
 * Node.js watches for a signal from its first listener on: this asks for the same through Node's own hooks on
 * `newListener` and `removeListener`. Without them (an unknown Node.js) signals keep their defaults.
 *
 * What a watched signal cannot do is end a process whose JavaScript never returns to the event loop: it ends when
 * the loop turns again.
 *
 * @param onSignal a signal arrived that the application does not listen for
 */
export function createSignalWatch(onSignal: (signal: NodeJS.Signals) => void): SignalWatch {
  const startListening = nodeHook('newListener', 'startListeningIfSignal');
  const stopListening = nodeHook('removeListener', 'stopListeningIfSignal');
  const armed = new Set<unknown>();
  /** What the application's listeners of a signal hear of it by. */
  const emits = new Map<unknown, typeof process.emit>();
  const watch = (signal: string) =>
    announcedTo(
      (...values) => {
        const emit = emits.get(signal);
        if (emit) Reflect.apply(emit, process, values);
        else onSignal(signal as NodeJS.Signals);
      },
      () => startListening?.(signal),
    );
  return {
    arm() {
      if (!startListening || !stopListening) return;
      for (const signal of FATAL_SIGNALS) {
        armed.add(signal);
        // The last listener may have gone while nothing was watched.
        if (process.listenerCount(signal) === 0) emits.delete(signal);
        watch(signal);
      }
    },
    disarm() {
      for (const signal of FATAL_SIGNALS) if (armed.delete(signal)) stopListening?.(signal);
    },
    isArmed: event => armed.has(event),
    beforeListening(event) {
      // Node.js too binds the one that it finds before the first listener is there.
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
 * Node.js binds the `process.emit` that it finds when it starts to watch for a signal. With another in its place, what
 * the kernel sends is told from what the application emits under the same name.
 */
function announcedTo(announce: (...values: unknown[]) => void, startListening: () => void): void {
  const restore = replaceEmit(() => announce);
  try {
    startListening();
  } finally {
    restore();
  }
}

/** Gives signals their defaults back while something blocks this thread: nothing here could answer them. */
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
 * Ends this process by a signal that nothing handles any more, so that its parent sees the death that it would
 * have seen without telemetry. The first process of a container ignores signals that it has no handler for (kernel,
 * pid_namespaces(7)): there the exit code says 128 plus the signal's number, as a shell would.
 */
export function dieOf(signal: NodeJS.Signals): never {
  process.kill(process.pid, signal);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, DELIVERY_OF_SIGNAL);
  return (Reflect.get(process, 'reallyExit') as (code: number) => never).call(
    process,
    128 + constants.signals[signal],
  );
}

/** Node's own listener that starts or stops watching for a signal (lib/internal/process/signal.js). */
function nodeHook(event: 'newListener' | 'removeListener', name: string): ListenerHook | undefined {
  const listeners: { readonly name: string }[] = process.listeners(event as never);
  return listeners.find(listener => listener.name === name) as unknown as ListenerHook | undefined;
}
