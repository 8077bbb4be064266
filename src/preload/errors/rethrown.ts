const thrownAgain = new WeakSet<object>();

const read = new WeakSet<object>();

/** Files outside of the preload whose frames are ours: copies of what applications import. */
export const ownFiles = new Set<string>();

const FRAME = /^ {4}at (?:.*\()?(.+):\d+:\d+\)?$/m;

/** Adds the file of the caller. */
export function knowFile(): void {
  const caller: { stack?: unknown } = {};
  Error.captureStackTrace(caller, knowFile);
  // The application may have stack traces prepared in a way of its own.
  const file = typeof caller.stack === 'string' ? FRAME.exec(caller.stack)?.[1] : undefined;
  if (file !== undefined) ownFiles.add(file);
}

/**
 * Marks an error that one of our frames has caught and throws again: Node.js would print that frame's line in place of
 * the application's.
 *
 * @returns the error
 */
export function rethrown<Thrown>(error: Thrown): Thrown {
  if (isObject(error)) thrownAgain.add(error);
  return error;
}

/** Marks an error whose stack trace we read: by that trace Node.js finds the line of a rejection, until somebody reads it. */
export function stackRead(error: unknown): void {
  if (isObject(error)) read.add(error);
}

/** Whether Node.js cannot find the application's line by itself any more. */
export function hasLostPlace(error: object, isRejection: boolean): boolean {
  return thrownAgain.has(error) || (isRejection && read.has(error));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
