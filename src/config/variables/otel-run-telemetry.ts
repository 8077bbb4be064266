import { OTEL_RUN_DEFAULTS as OWN } from '../defaults.ts';
import type { VariableRow } from './variable.ts';

/** Variables that determine which telemetry is exported, and how it is delivered. */
export const TELEMETRY_ROWS: readonly VariableRow[] = [
  {
    name: 'OTEL_RUN_METRICS',
    type: 'enum',
    values: ['curated', 'all'],
    unknown: 'value-unknown',
    default: OWN.OTEL_RUN_METRICS,
    signal: 'metrics',
    summary: 'which metrics are exported, if metrics are on: a small bounded set, or everything measured',
  },
  {
    name: 'OTEL_RUN_METRICS_INSTANCE_ID',
    type: 'enum',
    values: ['stable', 'process', 'none'],
    unknown: 'value-unknown',
    default: OWN.OTEL_RUN_METRICS_INSTANCE_ID,
    signal: 'metrics',
    summary: 'service.instance.id of metrics: the same after a restart, the id of spans and logs, or none',
  },
  {
    name: 'OTEL_RUN_IGNORE_PATHS',
    type: 'list',
    summary: 'paths of server requests not to trace, as * globs',
  },
  {
    name: 'OTEL_RUN_SAMPLING',
    type: 'string',
    summary: 'which traces to keep, decided when they end: error=1, slow:500ms=1, GET /healthz=0, *=0.05',
  },
  {
    name: 'OTEL_RUN_SAMPLING_LOGS',
    type: 'enum',
    values: ['traces', 'all'],
    unknown: 'value-unknown',
    default: OWN.OTEL_RUN_SAMPLING_LOGS,
    summary: 'log records below WARN of dropped traces: dropped with their trace, or all exported',
  },
  {
    name: 'OTEL_RUN_SAMPLING_MAX_SPANS',
    type: 'number',
    min: 1,
    default: OWN.OTEL_RUN_SAMPLING_MAX_SPANS,
    summary:
      'spans, and log records, that may wait for their trace to end; above that, traces are decided early',
  },
  {
    name: 'OTEL_RUN_LOG_CORRELATION',
    type: 'boolean',
    default: OWN.OTEL_RUN_LOG_CORRELATION,
    summary: "write trace ids into the application's own JSON log lines, outside development",
  },
  {
    name: 'OTEL_RUN_CONSOLE_LOGS',
    type: 'boolean',
    default: OWN.OTEL_RUN_CONSOLE_LOGS,
    summary: 'also export console calls as log records',
  },
  {
    name: 'OTEL_RUN_STDOUT_LOGS',
    type: 'boolean',
    default: OWN.OTEL_RUN_STDOUT_LOGS,
    summary: 'also export JSON lines on stdout and stderr as log records, whichever logger wrote them',
  },
  {
    name: 'OTEL_RUN_LOG_LIMIT',
    type: 'string',
    summary:
      'maximum rate of log records with the same severity and message, such as 100/s; the rest are counted',
  },
  {
    name: 'OTEL_RUN_CONTEXT_HEADERS',
    type: 'list',
    default: OWN.OTEL_RUN_CONTEXT_HEADERS,
    summary: 'request headers to add to every log record of the request',
  },
  {
    name: 'OTEL_RUN_REQUEST_ID_HEADER',
    type: 'string',
    summary: "response header that returns a request's id; unset: none",
  },
  {
    name: 'OTEL_RUN_REDACT',
    type: 'list',
    summary: 'additional headers, query parameters and fields whose values are exported as [REDACTED]',
  },
  {
    name: 'OTEL_RUN_MAX_VALUE_LENGTH',
    type: 'number',
    min: 1,
    default: OWN.OTEL_RUN_MAX_VALUE_LENGTH,
    summary:
      'maximum characters of a log body, and of an attribute value if no OTEL_*_VALUE_LENGTH_LIMIT is set',
  },
  {
    name: 'OTEL_RUN_MAX_QUEUE_BYTES',
    type: 'number',
    min: 1,
    default: OWN.OTEL_RUN_MAX_QUEUE_BYTES,
    summary:
      'maximum bytes of telemetry of all signals that may wait in a process; the rest is dropped and counted',
  },
  {
    name: 'OTEL_RUN_FLUSH_TIMEOUT',
    type: 'number',
    min: 0,
    default: OWN.OTEL_RUN_FLUSH_TIMEOUT,
    summary: 'ms that an exit may wait to deliver telemetry; 0: never wait',
  },
  {
    name: 'OTEL_RUN_DELIVERY_THREAD',
    type: 'boolean',
    default: OWN.OTEL_RUN_DELIVERY_THREAD,
    summary:
      'send telemetry from a dedicated thread; false: from the main thread, and process.exit does not wait',
  },
];
