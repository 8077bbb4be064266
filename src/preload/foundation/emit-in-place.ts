type Emit = (event: string, ...values: unknown[]) => unknown;

/**
 * Replaces `process.emit`, even if it was already replaced.
 *
 * @returns undoes the replacement
 */
export function replaceEmit(replacement: (emit: Emit) => Emit): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(process, 'emit');
  if (!descriptor?.configurable) return () => {};
  // An application may have added a `get` to all objects, or made it a getter.
  Object.setPrototypeOf(descriptor, null);
  const value = replacement(descriptor.get ? Reflect.apply(descriptor.get, process, []) : descriptor.value);
  const { enumerable = false } = descriptor;
  Object.defineProperty(process, 'emit', { value, enumerable, configurable: true, writable: true });
  return () => Object.defineProperty(process, 'emit', descriptor);
}

/**
 * Runs a function that starts one of otel-run's own threads. Node.js emits `worker` for it on the next tick:
 * listeners for new threads do not hear of this one, and neither does a replaced `process.emit`.
 */
export function unannounced<Result>(start: () => Result): Result {
  let restore = () => {};
  process.nextTick(() => {
    restore = replaceEmit(
      emit =>
        function emitOthers(this: unknown, event, ...values) {
          return event === 'worker' ? false : Reflect.apply(emit, this, [event, ...values]);
        },
    );
  });
  try {
    return start();
  } finally {
    process.nextTick(() => restore());
  }
}
