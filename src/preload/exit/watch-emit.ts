import { hide } from '../foundation/hide.ts';
import { ownMethods } from '../foundation/own-methods.ts';

type Emit = typeof process.emit;
type Values = [event: string, ...rest: unknown[]];

/** Functions around each event that the process emits. Neither may throw. */
interface EmitWatch {
  readonly before: (event: string, value: unknown) => void;
  /** @param handled what `emit` returned; undefined if it threw */
  readonly after: (values: Readonly<Values>, handled: boolean | undefined) => void;
}

/**
 * Watches what the process emits. Node.js calls `process.emit`, even if that was overridden.
 *
 * @returns a function that looks whether the application has overridden `process.emit` since, possibly without
 *   calling the function that was there, and then watches what it put there
 */
export function watchEmit(watch: EmitWatch): () => void {
  const watching = ownMethods(new WeakSet<object>());
  /** The event of a call that an application's `emit` may pass on to the one below. */
  let passed: string | undefined;

  // Values are neither spread nor destructured: an application may have replaced the array iterator.
  function emitAndWatch(this: unknown, ...values: Values): boolean {
    if (values[0] !== passed) return emitWatched(watch, inheritedEmit(), this, values);
    passed = undefined;
    return Reflect.apply<unknown, unknown[], boolean>(inheritedEmit() as never, this, values);
  }

  function watched(theirs: Emit): Emit {
    return new Proxy(theirs, {
      // An application may have added a `get` to all objects.
      __proto__: null,
      apply(_, self: unknown, values: Values) {
        const outer = passed;
        passed = values[0];
        try {
          return emitWatched(watch, theirs, self, values);
        } finally {
          passed = outer;
        }
      },
    } as ProxyHandler<Emit>);
  }

  function watchIt(): void {
    hide(process, 'emit', emitAndWatch);
    watching.add(process.emit);
  }

  watchIt();
  return () => {
    const { emit } = process;
    if (typeof emit !== 'function' || watching.has(emit)) return;
    const own = Object.getOwnPropertyDescriptor(process, 'emit');
    if (!own) return watchIt();
    if (own.value !== emit) return;
    own.value = watched(emit);
    Object.setPrototypeOf(own, null);
    if (Reflect.defineProperty(process, 'emit', own)) watching.add(own.value);
  };
}

function emitWatched({ before, after }: EmitWatch, emit: Emit, self: unknown, values: Values): boolean {
  before(values[0], values[1]);
  let handled: boolean | undefined;
  try {
    handled = Reflect.apply<unknown, unknown[], boolean>(emit as never, self, values);
    return handled;
  } finally {
    // Not caught and rethrown: Node.js prints the source line where an error was thrown.
    after(values, handled);
  }
}

const prototype: NodeJS.Process = Object.getPrototypeOf(process);

/** The process's `emit` without otel-run: its prototype's method, which tools replace for all emitters. */
function inheritedEmit(): Emit {
  return prototype.emit;
}
