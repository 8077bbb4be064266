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

const owned = new Set<unknown>();

/** A descriptor that records are written to later, of which its bridge has exported each. */
export function ownDescriptor(descriptor: unknown): void {
  owned.add(descriptor);
}

/** Whether what is written to a descriptor, as to a file, has been exported. */
export function isOwnedDescriptor(descriptor: unknown): boolean {
  return owned.has(descriptor);
}

let isRead = false;

/** From now on, what the process prints is read: bridges have to tell what of it they have exported. */
export function outputIsRead(): void {
  isRead = true;
}

/** Whether what the process prints is read. */
export function isOutputRead(): boolean {
  return isRead;
}
