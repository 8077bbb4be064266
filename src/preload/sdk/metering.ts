import type { Resource } from '@opentelemetry/resources';
import {
  ConsoleMetricExporter,
  type IMetricReader,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { readNumber, readResourceAttributes, readString } from '../../config/read-variable.ts';
import type { Route } from '../../config/route.ts';
import type { Settings } from '../../config/settings.ts';
import { collectAtDrain } from '../../metrics/collect-at-drain.ts';
import { CURATING_VIEWS, curate } from '../../metrics/curate.ts';
import { instancePlace, withMetricsInstanceId } from '../../metrics/instance-id.ts';
import { prometheusReader } from '../../metrics/prometheus.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { LONGEST_TIMER } from '../../shared/longest-timer.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { withDelivery } from './declarative/current-delivery.ts';
import { otlpExporters } from './declarative/otlp-exporters.ts';

const DEFAULT_INTERVAL = 60_000;
const DEFAULT_TIMEOUT = 30_000;

/** The parts of a meter provider that do not come from the environment. */
export interface MeterProviderMeans {
  readonly resource: Resource;
  readonly delivery: Delivery;
  /** The application's views, from `OTEL_RUN_EXTEND`. */
  readonly views: readonly ViewOptions[];
  /** Scopes of which only metrics named by the policy are exported. */
  readonly ownScopes: ReadonlySet<string>;
  readonly say: Say;
}

/**
 * The SDK's meter provider for the exporters in `OTEL_METRICS_EXPORTER`. A separate part: it is rarely used.
 */
export function createMeterProvider(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  { resource, delivery, views, ownScopes, say }: MeterProviderMeans,
): MeterProvider {
  const warn = settings.development ? () => {} : (message: string) => say('warn', message);
  const readers = settings.exporters.metrics.flatMap(
    exporter => createReader(exporter, env, settings, delivery, warn) ?? [],
  );
  const curated = readString(env, 'OTEL_RUN_METRICS') !== 'all';
  const provider = new MeterProvider({
    resource: withMetricsInstanceId(resource, {
      choice: readString(env, 'OTEL_RUN_METRICS_INSTANCE_ID'),
      chosenByUser: readResourceAttributes(env)['service.instance.id'] !== undefined,
      place: instancePlace(env, settings.nested),
    }),
    readers,
    views: [...usableViews(views, say), ...(curated ? CURATING_VIEWS : [])],
  });
  if (curated) {
    curate(provider, { ownScopes, onFull: warn, onLeftOut: message => say('info', message) });
  }
  collectAtDrain(delivery.onDrain, provider);
  return provider;
}

/** The SDK throws for a view that selects nothing, and only a provider can tell. */
function usableViews(views: readonly ViewOptions[], say: Say): readonly ViewOptions[] {
  return views.filter(view => {
    try {
      new MeterProvider({ views: [view] });
      return true;
    } catch (error) {
      say('warn', `a view of OTEL_RUN_EXTEND is left out: ${errorMessage(error)}`);
      return false;
    }
  });
}

function createReader(
  exporter: string,
  env: NodeJS.ProcessEnv,
  settings: Settings,
  delivery: Delivery,
  warn: (message: string) => void,
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
      return prometheusReader(
        {
          host: readString(env, 'OTEL_EXPORTER_PROMETHEUS_HOST'),
          port: readNumber(env, 'OTEL_EXPORTER_PROMETHEUS_PORT'),
        },
        warn,
      );
    default:
      return undefined;
  }
}

/** A time of 0 counts as unset, as in the SDK. A timeout is at most the interval. */
function periodic(env: NodeJS.ProcessEnv, exporter: PushMetricExporter): PeriodicExportingMetricReader {
  const interval = readNumber(env, 'OTEL_METRIC_EXPORT_INTERVAL') || DEFAULT_INTERVAL;
  const exportIntervalMillis = Math.min(interval, LONGEST_TIMER);
  const timeout = readNumber(env, 'OTEL_METRIC_EXPORT_TIMEOUT') || DEFAULT_TIMEOUT;
  return new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(timeout, exportIntervalMillis),
  });
}
