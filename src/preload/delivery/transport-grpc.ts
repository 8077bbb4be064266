import {
  convertLegacyOtlpGrpcOptions,
  createOtlpGrpcExportDelegate,
} from '@opentelemetry/otlp-grpc-exporter-base';
import type { Signal } from '../settings.ts';
import { type Exporter, NO_METRICS, PASS_THROUGH } from './transport.ts';

const SERVICES: Readonly<Record<Signal, string>> = {
  traces: 'trace.v1.TraceService',
  metrics: 'metrics.v1.MetricsService',
  logs: 'logs.v1.LogsService',
};

/** The SDK's gRPC exporter for requests that are encoded already. A part of its own: gRPC is large and rarely asked for. */
export function createGrpcExporter(signal: Signal, options: object): Exporter {
  const configuration = convertLegacyOtlpGrpcOptions(options, signal.toUpperCase());
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
