import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { codeOrName } from '../../errors/code-or-name.ts';

type Failure = Error & { readonly cause?: { readonly name?: unknown } };

const LATE = 'TimeoutError';

/**
 * Writes onto the span of a request why it has no answer. A request that the application gave up by itself is no
 * failure, by the conventions, but one whose time was over is.
 *
 * @param error that of Node.js or of a client, such as axios
 * @returns the type of the error, undefined if it is no failure
 */
export function recordFailedRequest(span: Span, error: Failure): string | undefined {
  const { name, message } = error;
  const isLate = error.cause?.name === LATE;
  if (!isLate && (name === 'AbortError' || name === 'CanceledError')) return undefined;
  const type = isLate ? LATE : codeOrName(error);
  span.recordException(error);
  span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR, message });
  return type;
}
