/**
 * Calls what reads a value of the application's, which may be anything: a getter, a trap of a proxy or a method that was
 * replaced may throw.
 *
 * @returns what the function returns, undefined where it throws
 */
export function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A listener whose failures reach nobody: the application emits the event, or would end by the failure. */
export function quietListener<Values extends unknown[]>(
  listen: (...values: Values) => void,
): (...values: Values) => void {
  return (...values) => {
    try {
      listen(...values);
    } catch {
      // What it was to tell is not told.
    }
  };
}
