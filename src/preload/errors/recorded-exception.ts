import { isError } from '../../shared/is-error.ts';
import { noteRecorded } from '../foundation/first-recording.ts';
import { stackRead } from './rethrown.ts';

/** What Next.js says of an answer whose body fails. The error of the body is the cause. */
const AROUND = /^failed to (?:pipe|write chunk to) response$/;

/**
 * Called by each span for each exception that anyone records on it. If the application records an error
 * itself and then throws it, we do not record it again.
 *
 * @returns the error to record: the one inside, if a framework only says where it passed
 */
export function recordedException(span: object, exception: unknown): unknown {
  const thrown = thrownIn(exception);
  stackRead(thrown);
  if (isError(thrown)) noteRecorded(span, thrown);
  return thrown;
}

function thrownIn(exception: unknown): unknown {
  if (!isError(exception) || !isError(exception.cause) || !AROUND.test(exception.message)) return exception;
  return thrownIn(exception.cause);
}
