import { errorMonitor } from 'node:events';
import { context, type Span, SpanStatusCode } from '@opentelemetry/api';
import { isError } from '../../../shared/is-error.ts';
import { quietListener, quietly } from '../../../shared/quietly.ts';
import { rethrown } from '../../errors/rethrown.ts';

/** What of grpc-js's calls is used here. */
interface Call {
  on(event: string | symbol, listener: (...values: never[]) => void): unknown;
  getDeadline?(): number | Date;
}

type Handler = (call: Call, callback?: (error: unknown, ...rest: unknown[]) => unknown) => unknown;

const OK = 0;
const CANCELLED = 1;
const UNKNOWN = 2;
const DEADLINE_EXCEEDED = 4;

/** Statuses that are a server's failures, by the conventions: the others are its client's doing. */
const FAILURES = new Map([
  [UNKNOWN, 'UNKNOWN'],
  [DEADLINE_EXCEEDED, 'DEADLINE_EXCEEDED'],
  [12, 'UNIMPLEMENTED'],
  [13, 'INTERNAL'],
  [14, 'UNAVAILABLE'],
  [15, 'DATA_LOSS'],
]);

type End = (code: number, error?: unknown) => void;

/** Calls the handler of a method that answers once, and ends the span with its answer. */
export function serveAnswer(span: Span, call: Call, callback: Handler, handler: Handler): unknown {
  const end = endingOf(span);
  // Also after an answer, which has ended the span then.
  call.on(
    'cancelled',
    quietListener(() => end(withoutAnswer(call))),
  );
  return served(call, end, () =>
    handler.call({}, call, (error, ...rest) => {
      end(error ? codeOf(error) : OK, error || undefined);
      return (callback as unknown as (...values: unknown[]) => unknown)(error, ...rest);
    }),
  );
}

/** Calls the handler of a method that answers with a stream, and ends the span with the stream. */
export function serveStream(span: Span, call: Call, handler: Handler): unknown {
  const end = endingOf(span);
  call.on(
    'finish',
    quietListener(() => end(OK)),
  );
  call.on(
    errorMonitor,
    quietListener((error: unknown) => end(codeOf(error), error)),
  );
  // A stream that is cancelled neither finishes nor fails.
  call.on(
    'close',
    quietListener(() => end(withoutAnswer(call))),
  );
  return served(call, end, () => handler.call({}, call));
}

/** What a handler throws, grpc-js answers as an unknown error. */
function served(call: Call, end: End, handle: () => unknown): unknown {
  context.bind(context.active(), call);
  try {
    return handle();
  } catch (error) {
    end(UNKNOWN, error);
    throw rethrown(error);
  }
}

function endingOf(span: Span): End {
  let isEnded = false;
  return (code, error) => {
    if (isEnded) return;
    isEnded = true;
    const failure = FAILURES.get(code);
    span.setAttribute('rpc.grpc.status_code', code);
    quietly(() => {
      if (error === undefined) return;
      const { name, message } = error as Error;
      span.setAttributes({ 'grpc.error_name': name, 'grpc.error_message': message });
      if (failure && isError(error)) span.recordException(error);
    });
    if (failure) {
      const message = quietly(() => (error as Error | undefined)?.message);
      span.setAttribute('error.type', failure);
      span.setStatus({ code: SpanStatusCode.ERROR, ...(typeof message === 'string' && { message }) });
    }
    span.end();
  };
}

/** The status that grpc-js sends for an error. */
function codeOf(error: unknown): number {
  const code = quietly(() => (error as { readonly code?: unknown }).code);
  return Number.isInteger(code) ? (code as number) : UNKNOWN;
}

function withoutAnswer(call: Call): number {
  const deadline = quietly(() => call.getDeadline?.()) ?? Number.POSITIVE_INFINITY;
  return Number(deadline) <= Date.now() ? DEADLINE_EXCEEDED : CANCELLED;
}
