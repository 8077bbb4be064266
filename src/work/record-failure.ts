import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { isError } from '../shared/is-error.ts';

/** Records what was thrown on a span, which is anything, also what has no text. */
export function recordFailure(span: Span, thrown: unknown): void {
  const message = isError(thrown) ? thrown.message : textOf(thrown);
  span.setAttribute('error.type', isError(thrown) ? thrown.constructor?.name || thrown.name : '_OTHER');
  span.recordException(isError(thrown) ? thrown : message);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something without a text was thrown';
  }
}
