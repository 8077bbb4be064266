import { otlpExporters } from './otlp-exporters.ts';

export { AggregationTemporalityPreference } from '@opentelemetry/exporter-metrics-otlp-http';

/** Replaces the exporter packages for this protocol. */
export const { OTLPTraceExporter, OTLPLogExporter, OTLPMetricExporter } = otlpExporters('http/json');
