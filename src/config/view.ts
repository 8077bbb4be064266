import { VIEW_VARIABLE } from '../shared/view-variable.ts';

/** Production settings for where, how and how much telemetry is sent. A view replaces all of them. */
const REPLACED =
  /^OTEL_(?:EXPORTER_\w+|(?:TRACES|LOGS|METRICS)_EXPORTER|TRACES_SAMPLER\w*|B(?:SP|LRP)_\w+|METRIC_EXPORT_\w+|(?:EXPERIMENTAL_)?CONFIG_FILE|SDK_DISABLED|RUN_SAMPLING\w*)$/;

/** Milliseconds that spans and records wait to be sent. Short, because someone watches the page. */
const DELAY = '300';

const METRICS_INTERVAL = '5000';

/** Whether a view replaces a variable. */
export function isReplacedByView(name: string): boolean {
  return REPLACED.test(name);
}

/**
 * The variables under a view. All signals of every trace go to it quickly, and the application's output stays
 * unchanged.
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
