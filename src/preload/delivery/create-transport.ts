import type { Route } from '../../config/route.ts';
import { loadPart } from '../foundation/parts.ts';
import type { Transport } from './transport.ts';
import { createHttpTransport } from './transport-http.ts';

const CONTENT_TYPES = { 'http/protobuf': 'application/x-protobuf', 'http/json': 'application/json' };

/**
 * Builds the transport of a route. Endpoint, headers, compression and certificates come from the route's
 * options, otherwise from this thread's `OTEL_EXPORTER_OTLP_*` variables.
 *
 * @param timeoutMillis replaces the configured timeout of an entire delivery, including retries
 * @throws if the configuration cannot be used
 */
export function createTransport(route: Route, timeoutMillis: number | undefined): Transport {
  const options = { ...route.options, ...(timeoutMillis === undefined ? {} : { timeoutMillis }) };
  return route.protocol === 'grpc'
    ? loadPart('transport-grpc').createGrpcTransport(route.signal, options)
    : createHttpTransport(route.signal, CONTENT_TYPES[route.protocol], options);
}
