const thrownAgain = new WeakSet<object>();

const read = new WeakSet<object>();

/** Files outside the preload whose frames are ours: copies of modules that applications import. */
export const ownFiles = new Set<string>();

const FRAME = /^ {4}at (?:.*\()?(.+):\d+:\d+\)?$/m;

/** Adds the file of the caller. */
export function knowFile(): void {
  const caller: { stack?: unknown } = {};
  Error.captureStackTrace(caller, knowFile);
  // The application may have replaced how stack traces are prepared.
  const file = typeof caller.stack === 'string' ? FRAME.exec(caller.stack)?.[1] : undefined;
  if (file !== undefined) ownFiles.add(file);
}

/**
 * Marks an error that one of our frames has caught and rethrown: Node.js would print that frame's line
 * instead of the application's.
 *
 * @returns the error
 */
export function rethrown<Thrown>(error: Thrown): Thrown {
  if (isObject(error)) thrownAgain.add(error);
  return error;
}

/**
 * Marks an error whose stack trace we read. Node.js finds the line of a rejection from the trace, until
 * someone reads it.
 */
export function stackRead(error: unknown): void {
  if (isObject(error)) read.add(error);
}

/** Whether Node.js can no longer find the application's line by itself. */
export function hasLostPlace(error: object, isRejection: boolean): boolean {
  return thrownAgain.has(error) || (isRejection && read.has(error));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
