type Emit = typeof process.emit;
type Values = [event: string, ...rest: unknown[]];

/** Calls a function that emits, watched. */
export type EmitWatched = (emit: Emit, self: unknown, values: Values) => boolean;

/** The event of a call that an application's `emit` may pass on to the one below. */
export interface Passed {
  event: string | undefined;
}

/** Watches the application's own `process.emit`. In every other way it stays the application's. */
export function watchOverridden(emitWatched: EmitWatched, passed: Passed): void {
  const own = Object.getOwnPropertyDescriptor(process, 'emit');
  if (typeof own?.value !== 'function') return;
  own.value = watched(own.value, emitWatched, passed);
  Object.setPrototypeOf(own, null);
  Reflect.defineProperty(process, 'emit', own);
}

function watched(theirs: Emit, emitWatched: EmitWatched, passed: Passed): Emit {
  return new Proxy(theirs, {
    // An application may have added a `get` to all objects.
    __proto__: null,
    apply(_, self: unknown, values: Values) {
      const outer = passed.event;
      passed.event = values[0];
      try {
        return emitWatched(theirs, self, values);
      } finally {
        passed.event = outer;
      }
    },
  } as ProxyHandler<Emit>);
}
