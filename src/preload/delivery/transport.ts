import { ExportResultCode } from '@opentelemetry/core';
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from '@opentelemetry/otlp-exporter-base/node-http';
import { loadPart } from '../parts.ts';
import type { Signal } from '../settings.ts';
import { type Exporter, NO_METRICS, PASS_THROUGH } from './exporter.ts';
import { type Failure, readFailure } from './failure.ts';
import type { Route } from './parcel.ts';

/** Sends encoded requests to one place, with the SDK's own timeouts, retries, compression and TLS. */
export interface Transport {
  /** Milliseconds that a delivery may take, retries included. */
  readonly timeoutMillis: number;
  /** `onDone` gets no failure when the request arrived; it is called once, soon after the timeout at the latest. */
  send(body: Uint8Array, onDone: (failure: Failure | undefined) => void): void;
}

const CONTENT_TYPES = { 'http/protobuf': 'application/x-protobuf', 'http/json': 'application/json' };

/** Milliseconds that an exporter gets to notice its own timeout, which an answer byte by byte keeps it from. */
const GRACE = 500;

/** Milliseconds: Node.js takes a timer that is set for longer as one set for nothing. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Builds the transport of a route. Endpoint, headers, compression and certificates come from the route's options,
 * else from this thread's `OTEL_EXPORTER_OTLP_*` variables.
 *
 * @param timeoutMillis replaces the configured timeout of a whole delivery, retries included
 * @throws where the configuration cannot be used
 */
export function createTransport(route: Route, timeoutMillis: number | undefined): Transport {
  const options = { ...route.options, ...(timeoutMillis === undefined ? {} : { timeoutMillis }) };
  const exporter =
    route.protocol === 'grpc'
      ? loadPart<typeof import('./transport-grpc.ts')>('transport-grpc').createGrpcExporter(
          route.signal,
          options,
        )
      : createHttpExporter(route.signal, CONTENT_TYPES[route.protocol], options);
  return { timeoutMillis: exporter.timeoutMillis, send: (body, onDone) => send(exporter, body, onDone) };
}

function send(
  { delegate, timeoutMillis }: Exporter,
  body: Uint8Array,
  onDone: (failure: Failure | undefined) => void,
): void {
  let done = false;
  const finish = (failure: Failure | undefined) => {
    if (done) return;
    done = true;
    clearTimeout(limit);
    onDone(failure);
  };
  const limit = setTimeout(
    () => finish({ reason: 'no answer in time', retry: 'soon' }),
    Math.min(timeoutMillis + GRACE, LONGEST_TIMER),
  ).unref();
  delegate.export(body, ({ code, error }) =>
    finish(code === ExportResultCode.SUCCESS ? undefined : readFailure(error)),
  );
}

function createHttpExporter(signal: Signal, contentType: string, options: object): Exporter {
  const configuration = convertLegacyHttpOptions(options, signal.toUpperCase(), `v1/${signal}`, {
    'Content-Type': contentType,
  });
  return {
    delegate: createOtlpHttpExportDelegate(
      configuration,
      PASS_THROUGH,
      'otlp_http_exporter',
      NO_METRICS,
      undefined,
    ),
    timeoutMillis: configuration.timeoutMillis,
  };
}
