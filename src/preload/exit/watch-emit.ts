import { asAtStart } from '../foundation/as-at-start.ts';
import { hide } from '../foundation/hide.ts';
import { ownMethods } from '../foundation/own-methods.ts';
import { loadPart } from '../foundation/parts.ts';
import type { EmitWatched, Passed } from './overridden-emit.ts';

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
  const passed: Passed = { event: undefined };

  // Values are neither spread nor destructured: an application may have replaced the array iterator.
  function emitAndWatch(this: unknown, ...values: Values): boolean {
    if (values[0] !== passed.event) return emitWatched(watch, inheritedEmit(), this, values);
    passed.event = undefined;
    return Reflect.apply<unknown, unknown[], boolean>(inheritedEmit() as never, this, values);
  }

  function watchIt(): void {
    hide(process, 'emit', emitAndWatch);
    watching.add(process.emit);
  }

  watchIt();
  return () => {
    const { emit } = process;
    if (typeof emit !== 'function' || watching.has(emit)) return;
    if (!Object.hasOwn(process, 'emit')) return watchIt();
    const emitTheirs: EmitWatched = (theirs, self, values) => emitWatched(watch, theirs, self, values);
    asAtStart(() => loadPart('overridden-emit').watchOverridden(emitTheirs, passed));
    watching.add(process.emit);
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
