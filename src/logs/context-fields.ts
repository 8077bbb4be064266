import type { Context, Span } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { activeFields, type Fields } from '../work/fields.ts';

/** Fields of a server request, by the span that stands for it in the context of everything that it starts. */
const byRequest = new WeakMap<Span, () => Fields>();

/** Binds fields to the request of a server span. They are read when its first record is written. */
export function bindRequest(span: Span, read: () => Fields): void {
  let fields: Fields | undefined;
  byRequest.set(span, () => {
    fields ??= read();
    return fields;
  });
}

/**
 * All fields that hold in a context: the server request's, its route once it is routed, and what the application
 * bound, which wins.
 */
export function contextFields(context: Context | undefined): Fields {
  const request = context && getRPCMetadata(context);
  if (!request) return activeFields(context);
  const route = request.route ? { 'http.route': request.route } : {};
  return { ...byRequest.get(request.span)?.(), ...route, ...activeFields(context) };
}
