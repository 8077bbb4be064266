/** What happens around the end of the process. */
export interface ExitHooks {
  /** Runs after the application's last `exit` listener. May run more than once. */
  readonly onExit: () => void;
  /** A signal arrived that the application has no listener for. */
  readonly onSignal: (signal: NodeJS.Signals) => void;
}

/** Signals whose default is to end the process, and that a process can catch. */
export const FATAL_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

type ListenerHook = (event: string) => void;

/**
 * Sees the process end without a listener that anyone could count, list or remove.
 *
 * `process.emit` is where Node.js itself announces an exit, an error and a signal, also to an object that overrides
 * it. A signal arrives there only while Node.js watches for it, which it does from the first listener on: `arm` asks
 * for the same through Node's own hooks on `newListener` and `removeListener`.
 *
 * @returns `arm` starts to watch for the fatal signals and keeps watching when the application removes its last
 *   listener; `disarm` gives a signal its default back
 */
export function watchExit(hooks: ExitHooks): { arm(): void; disarm(signal: NodeJS.Signals): void } {
  const startListening = nodeHook('newListener', 'startListeningIfSignal');
  const stopListening = nodeHook('removeListener', 'stopListeningIfSignal');
  const armed = new Set<string>();
  const emit = process.emit;

  function emitAndWatch(this: NodeJS.Process, event: string, ...values: unknown[]): boolean {
    try {
      const handled = Reflect.apply(emit, this, [event, ...values]);
      if (!handled && armed.has(event)) hooks.onSignal(event as NodeJS.Signals);
      if (event === 'removeListener' && armed.has(values[0] as string)) startListening?.(values[0] as string);
      return handled;
    } finally {
      if (event === 'exit') hooks.onExit();
    }
  }
  hide(process, 'emit', emitAndWatch);
  // `process.exit` called by an `exit` listener skips the rest of them and comes straight here.
  const reallyExit = Reflect.get(process, 'reallyExit') as (code: number) => never;
  hide(process, 'reallyExit', (code: number) => {
    hooks.onExit();
    Reflect.apply(reallyExit, process, [code]);
  });

  return {
    arm() {
      if (!startListening || !stopListening) return;
      for (const signal of FATAL_SIGNALS) {
        armed.add(signal);
        startListening(signal);
      }
    },
    disarm(signal) {
      armed.delete(signal);
      stopListening?.(signal);
    },
  };
}

/** Node's own listener that starts or stops watching for a signal (lib/internal/process/signal.js). */
function nodeHook(event: 'newListener' | 'removeListener', name: string): ListenerHook | undefined {
  const listeners: { readonly name: string }[] = process.listeners(event as never);
  return listeners.find(listener => listener.name === name) as unknown as ListenerHook | undefined;
}

function hide(target: object, name: string, value: unknown): void {
  const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable });
}
