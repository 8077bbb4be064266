import { constants } from 'node:os';

/** Signals whose default is to end the process, and that an operator or a supervisor sends. */
export const FATAL_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** Watches for the fatal signals, without a listener. */
export interface SignalWatch {
  /** Watches: a signal is announced by `process.emit` and no longer ends the process by itself. */
  arm(): void;
  /** Gives every signal that the application does not listen for its default back. */
  disarm(): void;
  isArmed(event: string): boolean;
  /** Goes on watching when the application has removed its last listener of a signal. */
  keep(event: unknown): void;
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
 */
export function createSignalWatch(): SignalWatch {
  const startListening = nodeHook('newListener', 'startListeningIfSignal');
  const stopListening = nodeHook('removeListener', 'stopListeningIfSignal');
  const armed = new Set<string>();
  return {
    arm() {
      if (!startListening || !stopListening) return;
      for (const signal of FATAL_SIGNALS) {
        armed.add(signal);
        startListening(signal);
      }
    },
    disarm() {
      for (const signal of armed) {
        armed.delete(signal);
        stopListening?.(signal);
      }
    },
    isArmed: event => armed.has(event),
    keep(event) {
      if (armed.has(event as string)) startListening?.(event as string);
    },
  };
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
