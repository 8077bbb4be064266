import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { codeOrName } from '../errors/code-or-name.ts';

/** Records the error with which a call failed, by the code that its library gives it. */
export function recordCallError(span: Span, error: Error): void {
  span.setAttribute('error.type', codeOrName(error));
  span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}
