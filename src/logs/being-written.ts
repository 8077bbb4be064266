let depth = 0;

/**
 * Runs the code by which a logger writes a record that its bridge has exported. What is written meanwhile is not
 * exported a second time, as a call of `console` or as a JSON line.
 */
export function whileWriting<Result>(write: () => Result): Result {
  depth++;
  try {
    return write();
  } finally {
    depth--;
  }
}

/** Whether a logger is writing a record that its bridge has exported. */
export function isBeingWritten(): boolean {
  return depth > 0;
}
