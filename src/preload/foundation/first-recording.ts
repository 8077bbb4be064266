import { isError } from '../../shared/is-error.ts';

/** The last recorded error, stored on its span. */
const RECORDED = Symbol('otel-run.recorded-error');

type Recording = object & { [RECORDED]?: unknown };

/**
 * Whether an error has to be recorded on a span, and notes that it is. A framework passes one error, or a
 * copy, through many layers, and each layer and instrumentation would record it again.
 */
export function isFirstRecording(span: Recording, error: unknown): boolean {
  if (identityOf(span[RECORDED]) === identityOf(error)) return false;
  span[RECORDED] = error;
  return true;
}

/** The last error recorded on a span; undefined if there is none. */
export function lastRecording(span: Recording): unknown {
  return span[RECORDED];
}

/** A copy of an error has the same stack. */
function identityOf(error: unknown): unknown {
  return isError(error) ? error.stack : error;
}
