import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { withholdContents } from '../../../logs/withheld-contents.ts';
import { keepsContents } from '../../../shared/content-names.ts';
import { isError } from '../../../shared/is-error.ts';
import { withoutQuoted } from '../../../shared/quoted-texts.ts';

/** The properties of an error that show its kind. */
interface Failure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly constructor?: { readonly name?: unknown };
}

/** Classes of errors that stand for any status of a provider's answer. */
const ANY_STATUS = /^(?:AI_)?API(?:Call)?Error$|^ApiError$/;

/** Errors of the connection to a provider, or answered in place of a result: neither quotes an answer. */
const OF_THE_PROVIDER = /Connection|Timeout|Abort|APICall|^TypeError$/;

/**
 * Records an error on the span of an operation. Its message may quote the prompt, or an answer that could not
 * be read. The prompt is removed from the message, and an error about an answer is recorded without its
 * message.
 *
 * @param asked the entire prompt
 * @param isOwn whether it is the application's own error, from a tool
 * @returns the type of the error
 */
export function recordCallFailure(span: Span, error: unknown, asked: unknown, isOwn = false): string {
  try {
    return record(span, error, asked, isOwn);
  } catch {
    // The prompt or the error has a getter that throws.
    span.setStatus({ code: SpanStatusCode.ERROR });
    return '_OTHER';
  }
}

function record(span: Span, error: unknown, asked: unknown, isOwn: boolean): string {
  const failure = (isError(error) ? error : {}) as Failure;
  const type = typeOf(failure);
  const message = shownMessage(failure, asked, isOwn);
  if (!isOwn) withholdContents(error, asked);
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
  span.recordException({
    name: nameOf(failure),
    ...(message !== undefined && { message }),
    ...(typeof failure.stack === 'string' && { stack: shownStack(failure, failure.stack, message) }),
  });
  return type;
}

/** The type of an error: its class, or the status if the class is unspecific. */
export function typeOf(failure: Failure): string {
  const name = nameOf(failure);
  const status = failure.status ?? failure.statusCode;
  return typeof status === 'number' && (ANY_STATUS.test(name) || name === 'Error') ? String(status) : name;
}

function nameOf(failure: Failure): string {
  const { name } = failure;
  const names = [name === 'Error' ? undefined : name, failure.constructor?.name, name];
  return String(names.find(candidate => typeof candidate === 'string' && candidate !== '') ?? 'Error');
}

function shownMessage(failure: Failure, asked: unknown, isOwn: boolean): string | undefined {
  if (typeof failure.message !== 'string') return undefined;
  if (keepsContents()) return failure.message;
  if (asked === undefined || !(isOwn || isQuotable(failure))) return undefined;
  return withoutQuoted(failure.message, asked);
}

/**
 * Whether an error is a provider's answer or comes from the connection. Others are about an answer's content.
 */
function isQuotable(failure: Failure): boolean {
  const status = failure.status ?? failure.statusCode;
  return typeof status === 'number' || OF_THE_PROVIDER.test(nameOf(failure));
}

/** The stack begins with the message. */
function shownStack(failure: Failure, stack: string, message: string | undefined): string {
  if (message === failure.message) return stack;
  const frames = stack.split('\n').filter(line => /^ {4}at /.test(line));
  const head = message === undefined ? nameOf(failure) : `${nameOf(failure)}: ${message}`;
  return [head, ...frames].join('\n');
}
