import { type Context, context, type Exception, type Span, SpanStatusCode } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { errorMessage } from '../../shared/error-message.ts';
import { quietly } from '../../shared/quietly.ts';
import { brokenBy, isFirstRecording, lastRecording, noteBroken } from '../foundation/first-recording.ts';
import { codeOrName } from './code-or-name.ts';
import { callersOf, hideOwnFrames } from './own-frames.ts';
import { rethrown } from './rethrown.ts';

/**
 * Records an error on the server span of its request, once. The span's status describes the answer, which the
 * application decides. A stack trace that the framework prints afterwards has no frames of ours.
 */
export function recordRequestError(error: unknown, active: Context = context.active()): void {
  hideOwnFrames(error);
  quietly(() => recordOn(error, getRPCMetadata(active)?.span));
}

/**
 * The same for an error of a body, after its answer has begun: the status of the answer cannot show it, and
 * some frameworks end such an answer as if it was complete.
 */
export function recordBodyError(error: unknown, active: Context = context.active()): void {
  recordRequestError(error, active);
  quietly(() => {
    const span = getRPCMetadata(active)?.span;
    if (span && !isClientsDoing(error)) noteBroken(span, error);
  });
}

/** The fields that are read from a finished answer. */
interface Answered {
  readonly errored?: Error | null;
  readonly headersSent: boolean;
  /** Node.js removes it from a complete answer. `writableFinished` can be true for a destroyed answer. */
  readonly socket: object | null;
}

/**
 * Records the error that ended an answer before it was complete, for example a stream that failed half way.
 * The status of the answer cannot show that. Some frameworks end the answer without the error, after it was
 * recorded.
 *
 * @returns the error's type; undefined if the answer is complete, or the client went away
 */
export function recordBrokenAnswer(
  span: Span,
  { errored, headersSent, socket }: Answered,
): string | undefined {
  const error = errored ?? brokenBy(span) ?? (headersSent && socket ? lastRecording(span) : undefined);
  if (error === undefined) return undefined;
  recordOn(error, span);
  const type = codeOrName(error);
  span
    .setStatus({ code: SpanStatusCode.ERROR, message: errorMessage(error) })
    .setAttribute('error.type', type);
  return type;
}

function recordOn(error: unknown, span: Span | undefined): void {
  if (!span?.isRecording() || isClientsDoing(error) || !isFirstRecording(span, error)) return;
  span.recordException(isException(error) ? error : errorMessage(error));
}

/**
 * Calls a request handler, and records its error on the server span. The caller gets the same error.
 *
 * @param thrown gives the error to record: the original one, before the framework replaced it
 * @param record records it; otherwise as an error of the request
 */
export function recordingErrors<Answer>(
  handle: () => Answer,
  thrown: (error: unknown) => unknown = error => error,
  record: (error: unknown) => void = recordRequestError,
): Answer {
  try {
    const answer = handle();
    if (answer instanceof Promise) answer.then(undefined, error => record(thrown(error)));
    return answer;
  } catch (error) {
    hideOwnFrames(error, [callersOf(recordingErrors)]);
    record(thrown(error));
    throw rethrown(error);
  }
}

/** Whether the SDK can describe it. It records nothing for other thrown values. */
function isException(thrown: unknown): thrown is Exception {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { name, message, code } = thrown as Readonly<Record<string, unknown>>;
  return Boolean(name || message || code);
}

/**
 * Whether a framework uses an error to report a client's mistake (`ctx.throw(404)`, an unreadable body), or
 * that the client went away, as Express does with the callback of `sendFile`.
 */
function isClientsDoing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as Readonly<Record<string, unknown>>;
  if (code === 'ECONNABORTED' && message === 'Request aborted') return true;
  const { status, statusCode, output, getStatus } = error as Readonly<Record<string, unknown>>;
  const boom = (output as { statusCode?: unknown } | undefined)?.statusCode;
  const nest = typeof getStatus === 'function' ? getStatus.call(error) : undefined;
  return [status, statusCode, boom, nest].some(code => Number(code) >= 400 && Number(code) < 500);
}
