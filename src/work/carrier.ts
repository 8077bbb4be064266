import {
  type Context,
  isSpanContextValid,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';
import { warnOnce } from './warnings.ts';

/** Headers or properties of a message: a plain object, or anything with `get(name)` such as `Headers` or a `Map`. */
export type Carrier = object;

/**
 * Reads plain objects (ignoring case), `Headers` and `Map`s, with values that
 * are strings, bytes (Kafka) or lists.
 */
const GETTER: TextMapGetter<Carrier> = {
  keys: carrier => (isGettable(carrier) ? [] : Object.keys(carrier)),
  get: (carrier, name) => asText(isGettable(carrier) ? carrier.get(name) : propertyOf(carrier, name)),
};

/** The context in a carrier, extracted by the propagators of the process (`OTEL_PROPAGATORS`). */
export function extractContext(carrier: Carrier): Context {
  try {
    return propagation.extract(ROOT_CONTEXT, carrier, GETTER);
  } catch (error) {
    warnOnce(`a carrier could not be read: ${error instanceof Error ? error.message : 'its get failed'}`);
    return ROOT_CONTEXT;
  }
}

/** A link to the span that sent a context, undefined if the carrier has none. */
export function linksTo(extracted: Context): Link[] {
  const spanContext: SpanContext | undefined = trace.getSpanContext(extracted);
  return spanContext && isSpanContextValid(spanContext) ? [{ context: spanContext }] : [];
}

interface Gettable {
  get(name: string): unknown;
}

function isGettable(carrier: Carrier): carrier is Gettable {
  return typeof (carrier as Partial<Gettable>).get === 'function';
}

function propertyOf(carrier: Carrier, name: string): unknown {
  const key = Object.keys(carrier).find(candidate => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : Reflect.get(carrier, key);
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return asText(value[0]);
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined;
}
