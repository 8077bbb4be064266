import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { errorMessage } from '../shared/error-message.ts';
import { isError } from '../shared/is-error.ts';

/** Records a thrown value on a span. It may be anything, even a value without a string form. */
export function recordFailure(span: Span, thrown: unknown): void {
  const message = errorMessage(thrown);
  span.setAttribute('error.type', isError(thrown) ? thrown.constructor?.name || thrown.name : '_OTHER');
  span.recordException(isError(thrown) ? thrown : message);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
