import type { DataPoint, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';

/** Data points of a metric, of everything that an exporter was given. */
export function dataPointsOf(exporter: InMemoryMetricExporter, name: string): DataPoint<unknown>[] {
  return exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }) => dataPoints as DataPoint<unknown>[]);
}
