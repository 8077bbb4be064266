import type { IOtlpExportDelegate } from '@opentelemetry/otlp-exporter-base';
import {
  convertLegacyOtlpGrpcOptions,
  createOtlpGrpcExportDelegate,
} from '@opentelemetry/otlp-grpc-exporter-base';
import type { Signal } from '../settings.ts';
import { NO_METRICS, PASS_THROUGH } from './transport.ts';

const SERVICES: Readonly<Record<Signal, string>> = {
  traces: 'trace.v1.TraceService',
  metrics: 'metrics.v1.MetricsService',
  logs: 'logs.v1.LogsService',
};

/** The SDK's gRPC exporter for requests that are encoded already. A part of its own: gRPC is large and rarely asked for. */
export function createGrpcDelegate(signal: Signal, options: object): IOtlpExportDelegate<Uint8Array> {
  return createOtlpGrpcExportDelegate(
    convertLegacyOtlpGrpcOptions(options, signal.toUpperCase()),
    PASS_THROUGH,
    'otlp_grpc_exporter',
    NO_METRICS,
    undefined,
    `${signal}ExportService`,
    `/opentelemetry.proto.collector.${SERVICES[signal]}/Export`,
  );
}
