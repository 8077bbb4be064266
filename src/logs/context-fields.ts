import type { Attributes, Context, Span } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { memoize } from '../shared/memoize.ts';
import { activeFields, type Fields } from '../work/fields.ts';
import { type AnyMap, newBounds, put } from './plain-value.ts';
import { nameOfAnyLogger } from './reserved-fields.ts';

/**
 * The key of a server request's fields on its span. The context of everything that the request starts holds
 * this span. A weak map, or a function assigned to the span, would keep the request in memory until the next
 * full garbage collection: the quick collections free neither.
 */
const FIELDS = Symbol('otel-run.request-fields');

type Bound = Span & { [FIELDS]?: RequestFields };

/** An application has few routes, and not all of them are its own. */
const MOST_ROUTES = 1_000;

class RequestFields {
  readonly #read: () => Fields;
  #attributes: Attributes | undefined;

  constructor(read: () => Fields) {
    this.#read = read;
  }

  /** Converted once: nobody changes the fields of a request. */
  get attributes(): Attributes {
    this.#attributes ??= toAttributes(this.#read());
    return this.#attributes;
  }
}

const NO_ATTRIBUTES: Attributes = {};

const routeAttributes = memoize(route => toAttributes({ 'http.route': route }), MOST_ROUTES);

/** Binds fields to the request of a server span. They are read when the first record is written. */
export function bindRequest(span: Span, read: () => Fields): void {
  (span as Bound)[FIELDS] = new RequestFields(read);
}

/** The attributes that records in a context get, in their order. A later one of the same name wins. */
export interface ContextAttributes {
  /** What the server request began with. */
  readonly request: Attributes;
  /** The route of the server request, once it is known. */
  readonly route: Attributes;
  /** What the application has bound. */
  readonly bound: Attributes;
}

/** All attributes that apply in a context. */
export function contextAttributes(context: Context): ContextAttributes {
  const request = getRPCMetadata(context);
  return {
    bound: toAttributes(activeFields(context)),
    route: request?.route ? routeAttributes(request.route) : NO_ATTRIBUTES,
    request: (request?.span as Bound | undefined)?.[FIELDS]?.attributes ?? NO_ATTRIBUTES,
  };
}

function toAttributes(fields: Fields): Attributes {
  let attributes: AnyMap | undefined;
  for (const name in fields) {
    attributes ??= {};
    put(attributes, nameOfAnyLogger(name).attribute, fields[name], newBounds());
  }
  return (attributes as Attributes | undefined) ?? NO_ATTRIBUTES;
}
