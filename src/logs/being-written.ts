let depth = 0;

/**
 * Runs the code with which a logger writes a record that its bridge has exported. Nothing that it writes is
 * exported a second time, neither as a call of `console` nor as a JSON line.
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

/** Declares a descriptor to which a logger writes later. Its bridge has exported each of these records. */
export function ownDescriptor(descriptor: unknown): void {
  owned.add(descriptor);
}

/** Whether a bridge has exported everything that is written to this descriptor directly, as to a file. */
export function isOwnedDescriptor(descriptor: unknown): boolean {
  return owned.has(descriptor);
}

let isRead = false;

/** Announces that the output of the process is read. Bridges then have to mark what they have exported. */
export function outputIsRead(): void {
  isRead = true;
}

/** Whether the output of the process is read. */
export function isOutputRead(): boolean {
  return isRead;
}
