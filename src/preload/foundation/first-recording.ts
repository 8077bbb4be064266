import { isError } from '../../shared/is-error.ts';

/** The last recorded error, stored on its span. */
const RECORDED = Symbol('otel-run.recorded-error');

/** The last error that anyone recorded, stored on its span. */
const NOTED = Symbol('otel-run.noted-error');

/** The error that broke the answer off, stored on the span of its request. */
const BROKEN = Symbol('otel-run.broken-answer');

type Recording = object & { [RECORDED]?: unknown; [NOTED]?: unknown; [BROKEN]?: unknown };

/**
 * Whether an error has to be recorded on a span, and notes that it is. A framework passes one error, or a
 * copy, through many layers, and each layer and instrumentation would record it again.
 */
export function isFirstRecording(span: Recording, error: unknown): boolean {
  const identity = identityOf(error);
  if (identityOf(span[RECORDED]) === identity || identityOf(span[NOTED]) === identity) return false;
  span[RECORDED] = error;
  return true;
}

/** Notes an error that is recorded on a span, by us or by the application. */
export function noteRecorded(span: Recording, error: unknown): void {
  span[NOTED] = error;
}

/** The last error that we recorded on a span; undefined if there is none. */
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
