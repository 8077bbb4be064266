import type { Context, Span } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { activeFields, type Fields } from '../work/fields.ts';

/**
 * The key of a server request's fields on its span. The context of everything that the request starts holds
 * this span. A weak map, or a function assigned to the span, would keep the request in memory until the next
 * full garbage collection: the quick collections free neither.
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

/** Binds fields to the request of a server span. They are read when the first record is written. */
export function bindRequest(span: Span, read: () => Fields): void {
  (span as Bound)[FIELDS] = new RequestFields(read);
}

/**
 * All fields that apply in a context: the server request's, its route once that is known, and the
 * application's own, which win.
 */
export function contextFields(context: Context | undefined): Fields {
  const request = context && getRPCMetadata(context);
  if (!request) return activeFields(context);
  const route = request.route ? { 'http.route': request.route } : {};
  return { ...(request.span as Bound)[FIELDS]?.fields, ...route, ...activeFields(context) };
}
