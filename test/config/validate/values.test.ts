import { describeFindings } from '../describe-findings.ts';

describeFindings('a value', [
  {
    title: 'is not a boolean',
    env: { OTEL_SDK_DISABLED: '1' },
    found: ['boolean-invalid OTEL_SDK_DISABLED'],
  },
  {
    title: 'is not a boolean of ours',
    env: { OTEL_RUN_WORKER_THREADS: 'no' },
    found: ['boolean-invalid OTEL_RUN_WORKER_THREADS'],
  },
  {
    title: 'has a unit',
    env: { OTEL_BSP_SCHEDULE_DELAY: '5s' },
    found: ['number-invalid OTEL_BSP_SCHEDULE_DELAY'],
  },
  {
    title: 'is 0, which JavaScript refuses',
    env: { OTEL_EXPORTER_OTLP_TIMEOUT: '0' },
    found: ['number-invalid OTEL_EXPORTER_OTLP_TIMEOUT'],
  },
  { title: 'is 0, which is allowed', env: { OTEL_RUN_FLUSH_TIMEOUT: '0' } },
  {
    title: 'is negative',
    env: { OTEL_RUN_FLUSH_TIMEOUT: '-1' },
    found: ['number-invalid OTEL_RUN_FLUSH_TIMEOUT'],
  },
  { title: 'is not a number, for a signal that is off', env: { OTEL_METRIC_EXPORT_INTERVAL: 'often' } },
  {
    title: 'is a sampler of other languages',
    env: { OTEL_TRACES_SAMPLER: 'xray' },
    found: ['sampler-unknown OTEL_TRACES_SAMPLER'],
  },
  {
    title: 'is too large a share',
    env: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10' },
    found: ['sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG'],
  },
  {
    title: 'is missing for the share',
    env: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' },
    found: ['sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG'],
  },
  { title: 'is a share', env: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' } },
  {
    title: 'is a share that no sampler reads',
    env: { OTEL_TRACES_SAMPLER_ARG: '0.25' },
    found: ['sampler-argument-unused OTEL_TRACES_SAMPLER_ARG'],
  },
  {
    title: 'is not a compression',
    env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' },
    found: ['compression-unknown OTEL_EXPORTER_OTLP_COMPRESSION'],
  },
  {
    title: 'is a propagator of other languages',
    env: { OTEL_PROPAGATORS: 'tracecontext,jaeger,xray' },
    found: ['propagator-unknown OTEL_PROPAGATORS', 'propagator-unknown OTEL_PROPAGATORS'],
  },
  {
    title: 'is an instrumentation in the list of detectors',
    env: { OTEL_NODE_RESOURCE_DETECTORS: 'env,http' },
    found: ['detector-unknown OTEL_NODE_RESOURCE_DETECTORS'],
  },
  {
    title: 'is not an instrumentation',
    env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,expres' },
    found: ['instrumentation-unknown OTEL_NODE_DISABLED_INSTRUMENTATIONS'],
  },
  {
    title: 'is not a log level',
    env: { OTEL_LOG_LEVEL: 'warning' },
    found: ['value-unknown OTEL_LOG_LEVEL'],
  },
  {
    title: 'names functions, two of three wrongly',
    env: {
      OTEL_RUN_WORK_SPANS: './jobs.js#recover=recovery, jobs.js=recovery, ./jobs.js#Worker.prototype=work',
    },
    found: ['work-spans-invalid OTEL_RUN_WORK_SPANS', 'work-spans-invalid OTEL_RUN_WORK_SPANS'],
  },
  { title: 'is not a choice', env: { OTEL_RUN_OWN_SDK: 'mine' }, found: ['value-unknown OTEL_RUN_OWN_SDK'] },
  {
    title: 'is not a header',
    env: { OTEL_RUN_CONTEXT_HEADERS: 'x-tenant,x tenant' },
    found: ['header-name-invalid OTEL_RUN_CONTEXT_HEADERS'],
  },
  {
    title: 'is a path that no request has',
    env: { OTEL_RUN_IGNORE_PATHS: 'healthz,/metrics,*.ico' },
    found: ['ignore-path-invalid OTEL_RUN_IGNORE_PATHS'],
  },
  {
    title: 'is a batch that its queue cannot hold',
    env: { OTEL_BSP_MAX_QUEUE_SIZE: '100', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '200' },
    found: ['batch-exceeds-queue OTEL_BSP_MAX_EXPORT_BATCH_SIZE'],
  },
  { title: 'is a queue that holds less than the default batch', env: { OTEL_BSP_MAX_QUEUE_SIZE: '100' } },
]);
