import { ExportResultCode } from '@opentelemetry/core';
import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from '@opentelemetry/otlp-exporter-base/node-http';
import { loadPart } from '../parts.ts';
import type { Signal } from '../settings.ts';
import type { Route } from './parcel.ts';

/** Sends encoded requests to one place, with the SDK's own timeouts, retries, compression and TLS. */
export interface Transport {
  /** `onDone` gets no error when the request arrived. */
  send(body: Uint8Array, onDone: (error: string | undefined) => void): void;
}

/** A serializer for what is serialized already: the SDK's export delegates want one. */
export const PASS_THROUGH = {
  serializeRequest: (body: Uint8Array) => body,
  deserializeResponse: () => ({}),
};

/** Export delegates count items for metrics of their own, which are not on. */
export const NO_METRICS = { name: 'span' as const, countItems: () => 0 };

const CONTENT_TYPES = { 'http/protobuf': 'application/x-protobuf', 'http/json': 'application/json' };

/**
 * Builds the transport of a route. Endpoint, headers, compression and certificates come from the route's options,
 * else from this thread's `OTEL_EXPORTER_OTLP_*` variables.
 *
 * @param timeoutMillis replaces the configured timeout of a whole delivery, retries included
 */
export function createTransport(route: Route, timeoutMillis: number | undefined): Transport {
  const options = { ...route.options, ...(timeoutMillis === undefined ? {} : { timeoutMillis }) };
  const delegate =
    route.protocol === 'grpc'
      ? loadPart<typeof import('./transport-grpc.ts')>('transport-grpc').createGrpcDelegate(
          route.signal,
          options,
        )
      : createHttpDelegate(route.signal, CONTENT_TYPES[route.protocol], options);
  return {
    send: (body, onDone) =>
      delegate.export(body, result =>
        onDone(result.code === ExportResultCode.SUCCESS ? undefined : describe(result.error)),
      ),
  };
}

function createHttpDelegate(
  signal: Signal,
  contentType: string,
  options: object,
): IOtlpExportDelegate<Uint8Array> {
  return createOtlpHttpExportDelegate(
    convertLegacyHttpOptions(options, signal.toUpperCase(), `v1/${signal}`, { 'Content-Type': contentType }),
    PASS_THROUGH,
    'otlp_http_exporter',
    NO_METRICS,
    undefined,
  );
}

function describe(error: (Error & { code?: unknown }) | undefined): string {
  if (!error) return 'the export failed';
  const parts = [error.code, error.message].filter(part => part !== undefined && part !== '');
  return [...new Set(parts)].join(' ') || error.name;
}
