import { isError } from '../../shared/is-error.ts';

/** The error that was recorded last, on the span that has it. */
const RECORDED = Symbol('otel-run.recorded-error');

/**
 * Whether an error is to be recorded on a span: a framework passes one error on through many hands, each layer of it and
 * each of its instrumentations has it, and some pass on a copy. Notes that it is.
 */
export function isFirstRecording(span: object & { [RECORDED]?: unknown }, error: unknown): boolean {
  const identity = isError(error) ? error.stack : error;
  if (span[RECORDED] === identity) return false;
  span[RECORDED] = identity;
  return true;
}
