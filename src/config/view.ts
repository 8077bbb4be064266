import { VIEW_VARIABLE } from '../shared/view-variable.ts';

/** Where telemetry goes in production, how much of it, and how: nothing of that holds under a view. */
const REPLACED =
  /^OTEL_(?:EXPORTER_\w+|(?:TRACES|LOGS|METRICS)_EXPORTER|TRACES_SAMPLER\w*|B(?:SP|LRP)_\w+|METRIC_EXPORT_\w+|(?:EXPERIMENTAL_)?CONFIG_FILE|SDK_DISABLED|RUN_SAMPLING\w*)$/;

/** Milliseconds that spans and records wait to be sent: the page is looked at while they happen. */
const DELAY = '300';

const METRICS_INTERVAL = '5000';

/** Whether a variable does not hold under a view. */
export function isReplacedByView(name: string): boolean {
  return REPLACED.test(name);
}

/**
 * The variables under a view: all signals of every trace go to it, soon; what the application prints is left alone.
 *
 * @param url `http://127.0.0.1:PORT` of its receiver
 */
export function viewVariables(url: string): Record<string, string> {
  return {
    [VIEW_VARIABLE]: url,
    OTEL_RUN_DEVELOPMENT: 'true',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_BSP_SCHEDULE_DELAY: DELAY,
    OTEL_BLRP_SCHEDULE_DELAY: DELAY,
    OTEL_METRIC_EXPORT_INTERVAL: METRICS_INTERVAL,
  };
}
