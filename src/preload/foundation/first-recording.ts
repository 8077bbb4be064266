import { isError } from '../../shared/is-error.ts';

/** The error that was recorded last, on the span that has it. */
const RECORDED = Symbol('otel-run.recorded-error');

type Recording = object & { [RECORDED]?: unknown };

/**
 * Whether an error is to be recorded on a span: a framework passes one error on through many hands, each layer of it and
 * each of its instrumentations has it, and some pass on a copy. Notes that it is.
 */
export function isFirstRecording(span: Recording, error: unknown): boolean {
  if (identityOf(span[RECORDED]) === identityOf(error)) return false;
  span[RECORDED] = error;
  return true;
}

/** The error that was recorded last on a span; undefined where none was. */
export function lastRecording(span: Recording): unknown {
  return span[RECORDED];
}

/** A copy of an error has its stack. */
function identityOf(error: unknown): unknown {
  return isError(error) ? error.stack : error;
}
