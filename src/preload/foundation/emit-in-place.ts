type Emit = (event: string, ...values: unknown[]) => unknown;

/**
 * Puts a function in place of `process.emit`, also if that was replaced already.
 *
 * @returns what takes it away again
 */
export function replaceEmit(replacement: (emit: Emit) => Emit): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(process, 'emit');
  if (!descriptor?.configurable) return () => {};
  Object.defineProperty(process, 'emit', { ...descriptor, value: replacement(descriptor.value) });
  return () => Object.defineProperty(process, 'emit', descriptor);
}

/**
 * Runs something that starts a thread that does not belong to the application. Node.js emits `worker` for it on the next
 * tick: those who watch for new threads do not hear of this one, and those who replaced `process.emit` do not either.
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
