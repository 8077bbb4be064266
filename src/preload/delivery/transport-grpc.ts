import {
  convertLegacyOtlpGrpcOptions,
  createEmptyMetadata,
  createInsecureCredentials,
  createOtlpGrpcExportDelegate,
  createSslCredentials,
} from '@opentelemetry/otlp-grpc-exporter-base';
import type { PlainCredentials, PlainMetadata } from '../declarative/grpc-options.ts';
import type { Signal } from '../settings.ts';
import { type Exporter, NO_METRICS, PASS_THROUGH } from './exporter.ts';

const SERVICES: Readonly<Record<Signal, string>> = {
  traces: 'trace.v1.TraceService',
  metrics: 'metrics.v1.MetricsService',
  logs: 'logs.v1.LogsService',
};

/** The SDK's gRPC exporter for requests that are encoded already. A part of its own: gRPC is large and rarely asked for. */
export function createGrpcExporter(signal: Signal, options: object): Exporter {
  const configuration = convertLegacyOtlpGrpcOptions(withGrpcObjects(options), signal.toUpperCase());
  return {
    delegate: createOtlpGrpcExportDelegate(
      configuration,
      PASS_THROUGH,
      'otlp_grpc_exporter',
      NO_METRICS,
      undefined,
      `${signal}ExportService`,
      `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`,
    ),
    timeoutMillis: configuration.timeoutMillis,
  };
}

/** Options of a configuration file, as they came from the main thread. */
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
