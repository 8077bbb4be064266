import { contrib, DOCKER, EXPORTER, js, type Mistake, PROTOCOL, SPEC, thread, VARIABLES } from './mistake.ts';

export const PROTOCOL_MISTAKES: readonly Mistake[] = [
  [
    '"http" for a protocol',
    thread('open-telemetry/opentelemetry-java-instrumentation', 4441),
    { [PROTOCOL]: 'http' },
    `error protocol-unknown ${PROTOCOL}`,
  ],
  [
    '"http/proto" for a protocol',
    EXPORTER,
    { [PROTOCOL]: 'http/proto' },
    `error protocol-unknown ${PROTOCOL}`,
  ],
  [
    '"http_protobuf" for a protocol',
    EXPORTER,
    { [PROTOCOL]: 'http_protobuf' },
    `error protocol-unknown ${PROTOCOL}`,
  ],
  ['"protobuf" for a protocol', js(5167), { [PROTOCOL]: 'protobuf' }, `error protocol-unknown ${PROTOCOL}`],
  [
    'a wrong protocol for one signal',
    EXPORTER,
    { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'https' },
    'error protocol-unknown OTEL_EXPORTER_OTLP_LOGS_PROTOCOL',
  ],
  ['a protocol in quotes', DOCKER, { [PROTOCOL]: '"grpc"' }, `error protocol-unknown ${PROTOCOL}`],
  [
    'a typo in the exporter',
    js(3494),
    { OTEL_TRACES_EXPORTER: 'otpl' },
    'error exporter-unknown OTEL_TRACES_EXPORTER',
  ],
  [
    'an exporter that is gone',
    'https://opentelemetry.io/blog/2022/jaeger-native-otlp/',
    { OTEL_TRACES_EXPORTER: 'jaeger' },
    'error exporter-unknown OTEL_TRACES_EXPORTER',
  ],
  [
    'the exporter of Zipkin',
    `${SPEC}/trace/sdk_exporters/zipkin/`,
    { OTEL_TRACES_EXPORTER: 'zipkin' },
    'error exporter-unknown OTEL_TRACES_EXPORTER',
  ],
  [
    'the protocol as the exporter',
    thread('open-telemetry/opentelemetry-operator', 3408),
    { OTEL_LOGS_EXPORTER: 'grpc' },
    'error exporter-unknown OTEL_LOGS_EXPORTER',
  ],
  [
    'the deprecated name of the console',
    `${VARIABLES}#exporter-selection`,
    { OTEL_TRACES_EXPORTER: 'logging' },
    'error exporter-unknown OTEL_TRACES_EXPORTER',
  ],
  [
    'metrics that the backend refuses',
    js(2675),
    { OTEL_METRICS_EXPORTER: 'otlp' },
    'info metrics-enabled OTEL_METRICS_EXPORTER',
  ],
  [
    'every metric of every instrumentation',
    contrib(2486),
    { OTEL_METRICS_EXPORTER: 'otlp', OTEL_RUN_METRICS: 'all' },
    'warning metrics-uncurated OTEL_RUN_METRICS',
    'info metrics-enabled OTEL_METRICS_EXPORTER',
  ],
  [
    'logs on stdout and over OTLP in a pod',
    'https://kubernetes.io/docs/concepts/cluster-administration/logging/',
    { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
    'info logs-twice OTEL_LOGS_EXPORTER',
  ],
  [
    'logs that never arrive from a test environment',
    'https://nodejs.org/en/learn/getting-started/nodejs-the-difference-between-development-and-production',
    { NODE_ENV: 'test' },
    'info logs-off-development OTEL_LOGS_EXPORTER',
  ],
  [
    'none beside another exporter',
    `${VARIABLES}#exporter-selection`,
    { OTEL_TRACES_EXPORTER: 'otlp,none' },
    'warning exporter-none-among-others OTEL_TRACES_EXPORTER',
  ],
];
