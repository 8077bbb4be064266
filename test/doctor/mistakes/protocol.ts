import { contrib, DOCKER, EXPORTER, js, type Mistake, PROTOCOL, SPEC, thread, VARIABLES } from './mistake.ts';

export const PROTOCOL_MISTAKES: readonly Mistake[] = [
  {
    title: '"http" for a protocol',
    source: thread('open-telemetry/opentelemetry-java-instrumentation', 4441),
    env: { [PROTOCOL]: 'http' },
    found: [`error protocol-unknown ${PROTOCOL}`],
  },
  {
    title: '"http/proto" for a protocol',
    source: EXPORTER,
    env: { [PROTOCOL]: 'http/proto' },
    found: [`error protocol-unknown ${PROTOCOL}`],
  },
  {
    title: '"http_protobuf" for a protocol',
    source: EXPORTER,
    env: { [PROTOCOL]: 'http_protobuf' },
    found: [`error protocol-unknown ${PROTOCOL}`],
  },
  {
    title: '"protobuf" for a protocol',
    source: js(5167),
    env: { [PROTOCOL]: 'protobuf' },
    found: [`error protocol-unknown ${PROTOCOL}`],
  },
  {
    title: 'a wrong protocol for one signal',
    source: EXPORTER,
    env: { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'https' },
    found: ['error protocol-unknown OTEL_EXPORTER_OTLP_LOGS_PROTOCOL'],
  },
  {
    title: 'a protocol in quotes',
    source: DOCKER,
    env: { [PROTOCOL]: '"grpc"' },
    found: [`error protocol-unknown ${PROTOCOL}`],
  },
  {
    title: 'a typo in the exporter',
    source: js(3494),
    env: { OTEL_TRACES_EXPORTER: 'otpl' },
    found: ['error exporter-unknown OTEL_TRACES_EXPORTER'],
  },
  {
    title: 'an exporter that is gone',
    source: 'https://opentelemetry.io/blog/2022/jaeger-native-otlp/',
    env: { OTEL_TRACES_EXPORTER: 'jaeger' },
    found: ['error exporter-unknown OTEL_TRACES_EXPORTER'],
  },
  {
    title: 'the exporter of Zipkin',
    source: `${SPEC}/trace/sdk_exporters/zipkin/`,
    env: { OTEL_TRACES_EXPORTER: 'zipkin' },
    found: ['error exporter-unknown OTEL_TRACES_EXPORTER'],
  },
  {
    title: 'the protocol as the exporter',
    source: thread('open-telemetry/opentelemetry-operator', 3408),
    env: { OTEL_LOGS_EXPORTER: 'grpc' },
    found: ['error exporter-unknown OTEL_LOGS_EXPORTER'],
  },
  {
    title: 'the deprecated name of the console',
    source: `${VARIABLES}#exporter-selection`,
    env: { OTEL_TRACES_EXPORTER: 'logging' },
    found: ['error exporter-unknown OTEL_TRACES_EXPORTER'],
  },
  {
    title: 'metrics that the backend refuses',
    source: js(2675),
    env: { OTEL_METRICS_EXPORTER: 'otlp' },
    found: ['info metrics-enabled OTEL_METRICS_EXPORTER'],
  },
  {
    title: 'every metric of every instrumentation',
    source: contrib(2486),
    env: { OTEL_METRICS_EXPORTER: 'otlp', OTEL_RUN_METRICS: 'all' },
    found: ['warning metrics-uncurated OTEL_RUN_METRICS', 'info metrics-enabled OTEL_METRICS_EXPORTER'],
  },
  {
    title: 'logs on stdout and over OTLP in a pod',
    source: 'https://kubernetes.io/docs/concepts/cluster-administration/logging/',
    env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
    found: ['info logs-twice OTEL_LOGS_EXPORTER'],
  },
  {
    title: 'logs that never arrive from a test environment',
    source:
      'https://nodejs.org/en/learn/getting-started/nodejs-the-difference-between-development-and-production',
    env: { NODE_ENV: 'test' },
    found: ['info logs-off-development OTEL_LOGS_EXPORTER'],
  },
  {
    title: 'none beside another exporter',
    source: `${VARIABLES}#exporter-selection`,
    env: { OTEL_TRACES_EXPORTER: 'otlp,none' },
    found: ['warning exporter-none-among-others OTEL_TRACES_EXPORTER'],
  },
];
