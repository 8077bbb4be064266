import { describeFindings } from '../describe-findings.ts';

describeFindings('a value', [
  ['is no boolean', { OTEL_SDK_DISABLED: '1' }, 'boolean-invalid OTEL_SDK_DISABLED'],
  ['is no boolean of ours', { OTEL_RUN_WORKER_THREADS: 'no' }, 'boolean-invalid OTEL_RUN_WORKER_THREADS'],
  ['has a unit', { OTEL_BSP_SCHEDULE_DELAY: '5s' }, 'number-invalid OTEL_BSP_SCHEDULE_DELAY'],
  [
    'is 0, which JavaScript refuses',
    { OTEL_EXPORTER_OTLP_TIMEOUT: '0' },
    'number-invalid OTEL_EXPORTER_OTLP_TIMEOUT',
  ],
  ['is 0, which is allowed', { OTEL_RUN_FLUSH_TIMEOUT: '0' }],
  ['is negative', { OTEL_RUN_FLUSH_TIMEOUT: '-1' }, 'number-invalid OTEL_RUN_FLUSH_TIMEOUT'],
  ['is no number, for a signal that is off', { OTEL_METRIC_EXPORT_INTERVAL: 'often' }],
  ['is a sampler of other languages', { OTEL_TRACES_SAMPLER: 'xray' }, 'sampler-unknown OTEL_TRACES_SAMPLER'],
  [
    'is too large a share',
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10' },
    'sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG',
  ],
  [
    'is missing for the share',
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' },
    'sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG',
  ],
  ['is a share', { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }],
  [
    'is a share that no sampler reads',
    { OTEL_TRACES_SAMPLER_ARG: '0.25' },
    'sampler-argument-unused OTEL_TRACES_SAMPLER_ARG',
  ],
  [
    'is no compression',
    { OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' },
    'compression-unknown OTEL_EXPORTER_OTLP_COMPRESSION',
  ],
  [
    'is a propagator of other languages',
    { OTEL_PROPAGATORS: 'tracecontext,jaeger,xray' },
    'propagator-unknown OTEL_PROPAGATORS',
    'propagator-unknown OTEL_PROPAGATORS',
  ],
  [
    'is an instrumentation in the list of detectors',
    { OTEL_NODE_RESOURCE_DETECTORS: 'env,http' },
    'detector-unknown OTEL_NODE_RESOURCE_DETECTORS',
  ],
  [
    'is no instrumentation',
    { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,expres' },
    'instrumentation-unknown OTEL_NODE_DISABLED_INSTRUMENTATIONS',
  ],
  ['is no log level', { OTEL_LOG_LEVEL: 'warning' }, 'value-unknown OTEL_LOG_LEVEL'],
  [
    'names functions, two of three wrongly',
    { OTEL_RUN_WORK_SPANS: './jobs.js#recover=recovery, jobs.js=recovery, ./jobs.js#Worker.prototype=work' },
    'work-spans-invalid OTEL_RUN_WORK_SPANS',
    'work-spans-invalid OTEL_RUN_WORK_SPANS',
  ],
  ['is no choice', { OTEL_RUN_OWN_SDK: 'mine' }, 'value-unknown OTEL_RUN_OWN_SDK'],
  [
    'is no header',
    { OTEL_RUN_CONTEXT_HEADERS: 'x-tenant,x tenant' },
    'header-name-invalid OTEL_RUN_CONTEXT_HEADERS',
  ],
  [
    'is a path that no request has',
    { OTEL_RUN_IGNORE_PATHS: 'healthz,/metrics,*.ico' },
    'ignore-path-invalid OTEL_RUN_IGNORE_PATHS',
  ],
  [
    'is a batch that its queue cannot hold',
    { OTEL_BSP_MAX_QUEUE_SIZE: '100', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '200' },
    'batch-exceeds-queue OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
  ],
  ['is a queue that holds less than the default batch', { OTEL_BSP_MAX_QUEUE_SIZE: '100' }],
]);
