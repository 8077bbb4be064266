import { COMMON, EXPORTER, type Mistake, thread, VARIABLES } from './mistake.ts';

export const VALUE_MISTAKES: readonly Mistake[] = [
  [
    '1 for true',
    `${COMMON}#boolean`,
    { OTEL_SDK_DISABLED: '1' },
    'warning boolean-invalid OTEL_SDK_DISABLED',
  ],
  [
    'yes for true',
    `${COMMON}#boolean`,
    { OTEL_RUN_CONSOLE_LOGS: 'yes' },
    'warning boolean-invalid OTEL_RUN_CONSOLE_LOGS',
  ],
  [
    'a duration with its unit',
    `${COMMON}#duration`,
    { OTEL_BSP_SCHEDULE_DELAY: '5s' },
    'warning number-invalid OTEL_BSP_SCHEDULE_DELAY',
  ],
  [
    'a timeout of 0',
    EXPORTER,
    { OTEL_EXPORTER_OTLP_TIMEOUT: '0' },
    'warning number-invalid OTEL_EXPORTER_OTLP_TIMEOUT',
  ],
  [
    'a negative queue',
    VARIABLES,
    { OTEL_BSP_MAX_QUEUE_SIZE: '-1' },
    'warning number-invalid OTEL_BSP_MAX_QUEUE_SIZE',
  ],
  [
    'a sampler of another SDK',
    thread('open-telemetry/opentelemetry-go', 6296),
    { OTEL_TRACES_SAMPLER: 'jaeger_remote' },
    'warning sampler-unknown OTEL_TRACES_SAMPLER',
  ],
  [
    'a typo in the sampler',
    thread('open-telemetry/opentelemetry-python', 1476),
    { OTEL_TRACES_SAMPLER: 'trace_id_ratio' },
    'warning sampler-unknown OTEL_TRACES_SAMPLER',
  ],
  [
    'a ratio in percent',
    `${VARIABLES}#general-sdk-configuration`,
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10' },
    'warning sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG',
  ],
  [
    'a ratio sampler without a ratio',
    thread('open-telemetry/opentelemetry-specification', 1202),
    { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' },
    'warning sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG',
  ],
  [
    'a ratio without a ratio sampler',
    VARIABLES,
    { OTEL_TRACES_SAMPLER_ARG: '0.1' },
    'warning sampler-argument-unused OTEL_TRACES_SAMPLER_ARG',
  ],
  [
    'a compression that is not there',
    EXPORTER,
    { OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' },
    'warning compression-unknown OTEL_EXPORTER_OTLP_COMPRESSION',
  ],
  [
    'a propagator that is not there',
    VARIABLES,
    { OTEL_PROPAGATORS: 'tracecontext,xray' },
    'warning propagator-unknown OTEL_PROPAGATORS',
  ],
  [
    'a propagator in the spelling of W3C',
    'https://www.w3.org/TR/trace-context/',
    { OTEL_PROPAGATORS: 'traceparent' },
    'warning propagator-unknown OTEL_PROPAGATORS',
  ],
  [
    "a package's whole name in the list",
    'https://opentelemetry.io/docs/zero-code/js/configuration/#excluding-instrumentation-libraries',
    { OTEL_NODE_DISABLED_INSTRUMENTATIONS: '@opentelemetry/instrumentation-fs' },
    'warning instrumentation-unknown OTEL_NODE_DISABLED_INSTRUMENTATIONS',
  ],
  [
    'a level of another logger',
    VARIABLES,
    { OTEL_LOG_LEVEL: 'warning' },
    'warning value-unknown OTEL_LOG_LEVEL',
  ],
  [
    'a batch that is larger than its queue',
    `${VARIABLES}#batch-span-processor`,
    { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '4096' },
    'warning batch-exceeds-queue OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
  ],
];
