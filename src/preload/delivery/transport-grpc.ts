import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { ExportResultCode } from '@opentelemetry/core';
import {
  convertLegacyOtlpGrpcOptions,
  createEmptyMetadata,
  createInsecureCredentials,
  createOtlpGrpcExportDelegate,
  createSslCredentials,
} from '@opentelemetry/otlp-grpc-exporter-base';
import type { Signal } from '../../shared/signal.ts';
import type { PlainCredentials, PlainMetadata } from './grpc-options.ts';
import { placeFailure } from './place-failure.ts';
import { readFailure } from './read-failure.ts';
import { type Rejection, readRejection } from './rejection.ts';
import { type OnExported, settleInTime, type Transport } from './transport.ts';

const SERVICES: Readonly<Record<Signal, string>> = {
  traces: 'trace.v1.TraceService',
  metrics: 'metrics.v1.MetricsService',
  logs: 'logs.v1.LogsService',
};

/** Milliseconds that gRPC gets to notice its own deadline. */
const GRACE = 500;

/** Export delegates count items for their own metrics, which are off. */
const NO_METRICS = { name: 'span' as const, countItems: () => 0 };

/** Sends encoded requests through the SDK's gRPC exporter. A separate part: gRPC is large and rarely used. */
export function createGrpcTransport(signal: Signal, options: object): Transport {
  // gRPC prints errors on its own. The failure that matters comes with the call.
  setLogVerbosity(logVerbosity.NONE);
  const configuration = convertLegacyOtlpGrpcOptions(withGrpcObjects(options), signal.toUpperCase());
  const { timeoutMillis } = configuration;
  let rejection: Rejection | undefined;
  const serializer = {
    serializeRequest: (body: Uint8Array) => body,
    // Called right before the result of the same call.
    deserializeResponse: (answer: Uint8Array) => {
      rejection = readRejection(answer);
      return {};
    },
  };
  const delegate = createOtlpGrpcExportDelegate(
    configuration,
    serializer,
    'otlp_grpc_exporter',
    NO_METRICS,
    undefined,
    `${signal}ExportService`,
    `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`,
  );
  return {
    timeoutMillis,
    send(body, limit, onSettled) {
      const placed: OnExported = (failure, refused) =>
        onSettled(failure && placeFailure(failure, configuration.url), refused);
      const settle = settleInTime(limit + GRACE, placed, () => {});
      delegate.export(body, ({ code, error }) => {
        settle(code === ExportResultCode.SUCCESS ? undefined : readFailure(error), rejection);
        rejection = undefined;
      });
    },
  };
}

/** Options of a configuration file, as sent by the main thread. */
interface PlainOptions {
  readonly credentials?: PlainCredentials;
  readonly metadata?: PlainMetadata;
}

function withGrpcObjects({ credentials, metadata, ...options }: PlainOptions): object {
  return {
    ...options,
    ...(credentials && { credentials: toCredentials(credentials) }),
    ...(metadata && { metadata: toMetadata(metadata) }),
  };
}

function toCredentials({ secure, rootCertificate, privateKey, certificateChain }: PlainCredentials) {
  const asBuffer = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes);
  if (!secure) return createInsecureCredentials();
  return createSslCredentials(asBuffer(rootCertificate), asBuffer(privateKey), asBuffer(certificateChain));
}

function toMetadata(plain: PlainMetadata) {
  const metadata = createEmptyMetadata();
  for (const [name, value] of plain) metadata.set(name, value);
  return metadata;
}
