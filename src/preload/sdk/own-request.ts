import { type Context, context, type TextMapPropagator, trace } from '@opentelemetry/api';
import { getRPCMetadata, setRPCMetadata } from '@opentelemetry/core';

/**
 * A propagator that recognizes the span of the current request if it is found in headers again. Next.js
 * writes that span into the request's headers and reads it from there, to give its middleware and its pages
 * the same parent.
 */
export function knowingOwnRequest(propagator: TextMapPropagator): TextMapPropagator {
  return {
    inject: (...values) => propagator.inject(...values),
    extract: (...values) => withRequest(propagator.extract(...values)),
    fields: () => propagator.fields(),
  };
}

function withRequest(extracted: Context): Context {
  const request = getRPCMetadata(context.active());
  if (!request || getRPCMetadata(extracted)) return extracted;
  const isOwn = trace.getSpanContext(extracted)?.spanId === request.span.spanContext().spanId;
  return isOwn ? trace.setSpan(setRPCMetadata(extracted, request), request.span) : extracted;
}
