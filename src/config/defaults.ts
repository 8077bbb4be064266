/**
 * The defaults that otel-run writes into the command's environment, so that every process below it, in any
 * language, uses the same. They replace the SDK's own defaults, which would export metrics.
 */
export const DECLARED_DEFAULTS = {
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_TRACES_SAMPLER: 'parentbased_always_on',
} as const;

/**
 * The defaults of otel-run's own variables. They are not written to the environment: the preload knows them.
 */
export const OTEL_RUN_DEFAULTS = {
  OTEL_RUN_DISABLED: 'false',
  OTEL_RUN_FAIL_OPEN: 'false',
  OTEL_RUN_METRICS: 'curated',
  OTEL_RUN_METRICS_INSTANCE_ID: 'stable',
  OTEL_RUN_FLUSH_TIMEOUT: '2000',
  OTEL_RUN_MAX_QUEUE_BYTES: '33554432',
  OTEL_RUN_MAX_VALUE_LENGTH: '32768',
  OTEL_RUN_DELIVERY_THREAD: 'true',
  OTEL_RUN_LOG_CORRELATION: 'true',
  OTEL_RUN_CONTEXT_HEADERS: 'x-client-trace-id',
  OTEL_RUN_SAMPLING_LOGS: 'traces',
  OTEL_RUN_SAMPLING_MAX_SPANS: '10000',
  OTEL_RUN_OWN_SDK: 'ours',
  OTEL_RUN_WORKER_THREADS: 'true',
  OTEL_RUN_CONSOLE_LOGS: 'false',
  OTEL_RUN_STDOUT_LOGS: 'false',
} as const;

/** Whether a NODE_ENV means development mode, if nothing else decides. */
export function isDevelopmentEnvironment(name: string | undefined): boolean {
  return name === 'development' || name === 'test';
}

/**
 * Batch processors: the defaults of `OTEL_BSP_*` and `OTEL_BLRP_*`, which differ only in the delay. Times are
 * in milliseconds.
 */
export const BATCH_DEFAULTS = {
  SCHEDULE_DELAY: { OTEL_BSP: 5000, OTEL_BLRP: 1000 },
  EXPORT_TIMEOUT: 30_000,
  MAX_QUEUE_SIZE: 2048,
  MAX_EXPORT_BATCH_SIZE: 512,
} as const;
