/**
 * Calls a function that reads a value from the application. The value may be anything, and a getter, a proxy
 * trap or a replaced method may throw.
 *
 * @returns the result of the function, undefined if it throws
 */
export function quietly<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * A listener whose failures are swallowed: otherwise they would reach the
 * application that emits the event, or end it.
 */
export function quietListener<Values extends unknown[]>(
  listen: (...values: Values) => void,
): (...values: Values) => void {
  return (...values) => {
    try {
      listen(...values);
    } catch {
      // The event is lost.
    }
  };
}
