import { Script } from 'node:vm';
import { isMainThread } from '../foundation/this-thread.ts';
import { addWhereEmitted } from './emitted-error.ts';
import { mayHaveStack, ownFrames, type WithStack } from './own-frames.ts';
import { errorPlace } from './place.ts';
import { hasLostPlace } from './rethrown.ts';
import type { Unwinding } from './unwinding.ts';

/** Makes Node.js print an error that ends the process with the same places as without otel-run. */
export function showPlaces(error: unknown, isRejection: boolean, unwinding: Unwinding | undefined): void {
  try {
    if (!mayHaveStack(error)) return;
    addWhereEmitted(error, ownFrames(unwinding?.callers ?? []));
    if (hasLostPlace(error, isRejection)) showWhereThrown(error, isRejection);
  } catch {
    // An error that cannot be read or changed is shown as it is.
  }
}

/**
 * Shows the application's line that threw an error, if one of our frames rethrew the error or read its stack.
 * Node.js adds no line of its own to an error that a script of `node:vm` threw.
 */
function showWhereThrown(error: WithStack, isRejection: boolean): void {
  const { stack } = error;
  // A worker thread hands the error to its parent, without a line.
  const place = isMainThread
    ? errorPlace(String(stack), isRejection, Reflect.get(process, '_eval'))
    : undefined;
  // No line is better than one of ours.
  if (place === undefined && isRejection) return;
  const key = Symbol.for('otel-run.uncaught');
  Reflect.set(globalThis, key, error);
  try {
    new Script(`throw globalThis[Symbol.for('${key.description}')]`).runInThisContext();
  } catch {
    error.stack = place === undefined ? stack : `${place}\n${stack}`;
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
}
