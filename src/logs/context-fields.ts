import type { Context, Span } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { activeFields, type Fields } from '../work/fields.ts';

/**
 * Fields of a server request, on the span that stands for it in the context of everything that it starts. In a weak
 * map, or as a function that is assigned to the span, they would hold the request until the garbage collector's next
 * full round: the fast ones free neither.
 */
const FIELDS = Symbol('otel-run.request-fields');

type Bound = Span & { [FIELDS]?: RequestFields };

class RequestFields {
  readonly #read: () => Fields;
  #fields: Fields | undefined;

  constructor(read: () => Fields) {
    this.#read = read;
  }

  get fields(): Fields {
    this.#fields ??= this.#read();
    return this.#fields;
  }
}

/** Binds fields to the request of a server span. They are read when its first record is written. */
export function bindRequest(span: Span, read: () => Fields): void {
  (span as Bound)[FIELDS] = new RequestFields(read);
}

/**
 * All fields that hold in a context: the server request's, its route once it is routed, and what the application
 * bound, which wins.
 */
export function contextFields(context: Context | undefined): Fields {
  const request = context && getRPCMetadata(context);
  if (!request) return activeFields(context);
  const route = request.route ? { 'http.route': request.route } : {};
  return { ...(request.span as Bound)[FIELDS]?.fields, ...route, ...activeFields(context) };
}
