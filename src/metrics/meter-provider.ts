import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { Resource } from '@opentelemetry/resources';
import {
  ConsoleMetricExporter,
  type IMetricReader,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { withDelivery } from '../preload/declarative/current-delivery.ts';
import { otlpExporters } from '../preload/declarative/otlp-exporters.ts';
import type { Delivery } from '../preload/delivery/delivery.ts';
import type { Route } from '../preload/delivery/parcel.ts';
import { readNumber, readString, type Settings } from '../preload/settings.ts';
import { collectAtDrain } from './collect-at-drain.ts';

const DEFAULT_INTERVAL = 60_000;
const DEFAULT_TIMEOUT = 30_000;

/** The SDK's meter provider for the exporters that `OTEL_METRICS_EXPORTER` names. A part of its own: rarely asked for. */
export function createMeterProvider(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  resource: Resource,
  delivery: Delivery,
): MeterProvider {
  const readers = settings.exporters.metrics.flatMap(
    exporter => createReader(exporter, env, settings, delivery) ?? [],
  );
  const provider = new MeterProvider({ resource, readers });
  collectAtDrain(delivery, provider);
  return provider;
}

function createReader(
  exporter: string,
  env: NodeJS.ProcessEnv,
  settings: Settings,
  delivery: Delivery,
): IMetricReader | undefined {
  switch (exporter) {
    case 'otlp': {
      const { OTLPMetricExporter } = otlpExporters(settings.protocol.metrics as Route['protocol']);
      return periodic(
        env,
        withDelivery(delivery, () => new OTLPMetricExporter()),
      );
    }
    case 'console':
      return periodic(env, new ConsoleMetricExporter());
    case 'prometheus':
      return new PrometheusExporter({
        host: readString(env, 'OTEL_EXPORTER_PROMETHEUS_HOST') ?? 'localhost',
        port: readNumber(env, 'OTEL_EXPORTER_PROMETHEUS_PORT') ?? 9464,
      });
    default:
      return undefined;
  }
}

/** A time of 0 counts as unset, as in the SDK; a timeout is at most the interval. */
function periodic(env: NodeJS.ProcessEnv, exporter: PushMetricExporter): PeriodicExportingMetricReader {
  const exportIntervalMillis = readNumber(env, 'OTEL_METRIC_EXPORT_INTERVAL') || DEFAULT_INTERVAL;
  const timeout = readNumber(env, 'OTEL_METRIC_EXPORT_TIMEOUT') || DEFAULT_TIMEOUT;
  return new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(timeout, exportIntervalMillis),
  });
}
