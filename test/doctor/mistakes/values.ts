import { COMMON, EXPORTER, type Mistake, thread, VARIABLES } from './mistake.ts';

export const VALUE_MISTAKES: readonly Mistake[] = [
  {
    title: '1 for true',
    source: `${COMMON}#boolean`,
    env: { OTEL_SDK_DISABLED: '1' },
    found: ['warning boolean-invalid OTEL_SDK_DISABLED'],
  },
  {
    title: 'yes for true',
    source: `${COMMON}#boolean`,
    env: { OTEL_RUN_CONSOLE_LOGS: 'yes' },
    found: ['warning boolean-invalid OTEL_RUN_CONSOLE_LOGS'],
  },
  {
    title: 'a duration with its unit',
    source: `${COMMON}#duration`,
    env: { OTEL_BSP_SCHEDULE_DELAY: '5s' },
    found: ['warning number-invalid OTEL_BSP_SCHEDULE_DELAY'],
  },
  {
    title: 'a timeout of 0',
    source: EXPORTER,
    env: { OTEL_EXPORTER_OTLP_TIMEOUT: '0' },
    found: ['warning number-invalid OTEL_EXPORTER_OTLP_TIMEOUT'],
  },
  {
    title: 'a negative queue',
    source: VARIABLES,
    env: { OTEL_BSP_MAX_QUEUE_SIZE: '-1' },
    found: ['warning number-invalid OTEL_BSP_MAX_QUEUE_SIZE'],
  },
  {
    title: 'a sampler of another SDK',
    source: thread('open-telemetry/opentelemetry-go', 6296),
    env: { OTEL_TRACES_SAMPLER: 'jaeger_remote' },
    found: ['warning sampler-unknown OTEL_TRACES_SAMPLER'],
  },
  {
    title: 'a typo in the sampler',
    source: thread('open-telemetry/opentelemetry-python', 1476),
    env: { OTEL_TRACES_SAMPLER: 'trace_id_ratio' },
    found: ['warning sampler-unknown OTEL_TRACES_SAMPLER'],
  },
  {
    title: 'a ratio in percent',
    source: `${VARIABLES}#general-sdk-configuration`,
    env: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '10' },
    found: ['warning sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG'],
  },
  {
    title: 'a ratio sampler without a ratio',
    source: thread('open-telemetry/opentelemetry-specification', 1202),
    env: { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' },
    found: ['warning sampler-argument-invalid OTEL_TRACES_SAMPLER_ARG'],
  },
  {
    title: 'a ratio without a ratio sampler',
    source: VARIABLES,
    env: { OTEL_TRACES_SAMPLER_ARG: '0.1' },
    found: ['warning sampler-argument-unused OTEL_TRACES_SAMPLER_ARG'],
  },
  {
    title: 'a compression that is not there',
    source: EXPORTER,
    env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd' },
    found: ['warning compression-unknown OTEL_EXPORTER_OTLP_COMPRESSION'],
  },
  {
    title: 'a propagator that is not there',
    source: VARIABLES,
    env: { OTEL_PROPAGATORS: 'tracecontext,xray' },
    found: ['warning propagator-unknown OTEL_PROPAGATORS'],
  },
  {
    title: 'a propagator in the spelling of W3C',
    source: 'https://www.w3.org/TR/trace-context/',
    env: { OTEL_PROPAGATORS: 'traceparent' },
    found: ['warning propagator-unknown OTEL_PROPAGATORS'],
  },
  {
    title: "a package's whole name in the list",
    source: 'https://opentelemetry.io/docs/zero-code/js/configuration/#excluding-instrumentation-libraries',
    env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: '@opentelemetry/instrumentation-fs' },
    found: ['warning instrumentation-unknown OTEL_NODE_DISABLED_INSTRUMENTATIONS'],
  },
  {
    title: 'a level of another logger',
    source: VARIABLES,
    env: { OTEL_LOG_LEVEL: 'warning' },
    found: ['warning value-unknown OTEL_LOG_LEVEL'],
  },
  {
    title: 'a batch that is larger than its queue',
    source: `${VARIABLES}#batch-span-processor`,
    env: { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '4096' },
    found: ['warning batch-exceeds-queue OTEL_BSP_MAX_EXPORT_BATCH_SIZE'],
  },
];
