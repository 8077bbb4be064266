import { type Context, context, type Exception, type Span, SpanStatusCode } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { errorMessage } from '../../shared/error-message.ts';
import { quietly } from '../../shared/quietly.ts';
import { isFirstRecording, lastRecording } from '../foundation/first-recording.ts';
import { callersOf, hideOwnFrames } from './own-frames.ts';
import { rethrown } from './rethrown.ts';

/**
 * Records an error on the server span of the request that it happens in, once. The span's status says how the request
 * was answered: that is the application's to decide. What the framework then prints of the error has no frame of ours.
 */
export function recordRequestError(error: unknown, active: Context = context.active()): void {
  hideOwnFrames(error);
  quietly(() => record(error, getRPCMetadata(active)?.span));
}

/** What is read of an answer when it is over. */
interface Answered {
  readonly errored?: Error | null;
  readonly headersSent: boolean;
  /** Node.js takes it away from an answer that is whole. `writableFinished` is true of a destroyed one that is ended. */
  readonly socket: object | null;
}

/**
 * Records the error by which an answer ended before it was whole, which its status cannot say: a stream that failed half
 * way. Some frameworks end the answer without the error, after it was recorded.
 *
 * @returns its type; undefined where the answer is whole, or the client went away
 */
export function recordBrokenAnswer(
  span: Span,
  { errored, headersSent, socket }: Answered,
): string | undefined {
  const error = errored ?? (headersSent && socket ? lastRecording(span) : undefined);
  if (error === undefined) return undefined;
  record(error, span);
  const { code, name } = error as { code?: unknown; name?: unknown };
  const type = String(code ?? name ?? '_OTHER');
  span
    .setStatus({ code: SpanStatusCode.ERROR, message: errorMessage(error) })
    .setAttribute('error.type', type);
  return type;
}

function record(error: unknown, span: Span | undefined): void {
  if (!span?.isRecording() || isClientsMistake(error) || !isFirstRecording(span, error)) return;
  span.recordException(isException(error) ? error : errorMessage(error));
}

/**
 * Calls what answers a request, and records the error that it fails by on the server span. The caller gets the same error.
 *
 * @param thrown what to record of an error: what was thrown before the framework made another of it
 */
export function recordingErrors<Answer>(
  handle: () => Answer,
  thrown: (error: unknown) => unknown = error => error,
): Answer {
  try {
    const answer = handle();
    if (answer instanceof Promise) answer.then(undefined, error => recordRequestError(thrown(error)));
    return answer;
  } catch (error) {
    hideOwnFrames(error, [callersOf(recordingErrors)]);
    recordRequestError(thrown(error));
    throw rethrown(error);
  }
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
