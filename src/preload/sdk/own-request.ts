import { type Context, context, type TextMapPropagator, trace } from '@opentelemetry/api';
import { getRPCMetadata, setRPCMetadata } from '@opentelemetry/core';

/**
 * A propagator that knows the span of the request that is under way, where it is found in headers again: Next.js writes
 * it into those of the request and reads it from there, to lead its middleware and its pages to one parent.
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
