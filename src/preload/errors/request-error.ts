import { type Context, context, type Exception, type Span } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { errorMessage } from '../../shared/error-message.ts';
import { isError } from '../../shared/is-error.ts';

/** The error that was recorded last, on the span itself: a framework passes one error on through many hands. */
const RECORDED = Symbol('otel-run.recorded-error');

type Recorded = Span & { [RECORDED]?: unknown };

/**
 * Records an error on the server span of the request that it happens in, once. The span's status says how the request
 * was answered: that is the application's to decide.
 */
export function recordRequestError(error: unknown, active: Context = context.active()): void {
  const span: Recorded | undefined = getRPCMetadata(active)?.span;
  if (!span?.isRecording() || isClientsMistake(error)) return;
  // Some pass on a copy.
  const identity = isError(error) ? error.stack : error;
  if (span[RECORDED] === identity) return;
  span[RECORDED] = identity;
  span.recordException(isException(error) ? error : errorMessage(error));
}

/** Whether the SDK can tell what it is: of anything else that may be thrown, it records nothing. */
function isException(thrown: unknown): thrown is Exception {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { name, message, code } = thrown as Readonly<Record<string, unknown>>;
  return Boolean(name || message || code);
}

/** Whether an error is how a framework answers that the client is wrong (`ctx.throw(404)`, a body that cannot be read). */
function isClientsMistake(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { status, statusCode, output, getStatus } = error as Readonly<Record<string, unknown>>;
  const boom = (output as { statusCode?: unknown } | undefined)?.statusCode;
  const nest = typeof getStatus === 'function' ? getStatus.call(error) : undefined;
  return [status, statusCode, boom, nest].some(code => Number(code) >= 400 && Number(code) < 500);
}
