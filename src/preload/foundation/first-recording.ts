import { isError } from '../../shared/is-error.ts';

/** The last recorded error, stored on its span. */
const RECORDED = Symbol('otel-run.recorded-error');

/** The error that broke the answer off, stored on the span of its request. */
const BROKEN = Symbol('otel-run.broken-answer');

type Recording = object & { [RECORDED]?: unknown; [BROKEN]?: unknown };

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

/** Notes that an error broke an answer off, though the framework ends it as if it was complete. */
export function noteBroken(span: Recording, error: unknown): void {
  span[BROKEN] = error;
}

/** The error that broke an answer off; undefined if there is none. */
export function brokenBy(span: Recording): unknown {
  return span[BROKEN];
}

/** A copy of an error has the same stack. */
function identityOf(error: unknown): unknown {
  return isError(error) ? error.stack : error;
}
