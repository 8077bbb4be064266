import type { Variable, VariableRow } from './variable.ts';

const NODE: readonly VariableRow[] = [
  {
    name: 'OTEL_NODE_RESOURCE_DETECTORS',
    type: 'list',
    values: [
      ...['all', 'none', 'env', 'service', 'serviceinstance', 'host', 'os', 'process', 'container'],
      ...['alibaba', 'aws', 'azure', 'gcp'],
    ],
    unknown: 'detector-unknown',
    summary: 'what to detect about this process and machine',
  },
  {
    name: 'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
    type: 'list',
    summary: 'the only instrumentations to use, by the end of their package name: http,pg',
  },
  {
    name: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
    type: 'list',
    summary: 'instrumentations not to use, by the end of their package name: fs,dns',
  },
  {
    name: 'OTEL_NODE_EXPERIMENTAL_SDK_METRICS',
    type: 'boolean',
    default: 'false',
    signal: 'metrics',
    summary: "the SDK's metrics about itself",
  },
  {
    name: 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
    type: 'boolean',
    default: 'false',
    summary: 'record the messages to and from generative models',
  },
];

const SEMANTIC_CONVENTIONS: readonly VariableRow[] = [
  {
    name: 'OTEL_SEMCONV_STABILITY_OPT_IN',
    type: 'list',
    unsupported: 'the stable HTTP and database names are always used',
    summary: 'which generation of attribute names is used',
  },
  {
    name: 'OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN',
    type: 'list',
    unsupported: 'exceptions of spans are span events',
    summary: 'whether exceptions are recorded as log records',
  },
  {
    name: 'OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS',
    type: 'list',
    unsupported: 'the standard methods are used',
    summary: 'HTTP methods that keep their own name',
  },
];

const EXPORTERS: readonly VariableRow[] = [
  {
    name: 'OTEL_EXPORTER_PROMETHEUS_HOST',
    type: 'string',
    default: 'localhost',
    signal: 'metrics',
    summary: 'address that Prometheus scrapes',
  },
  {
    name: 'OTEL_EXPORTER_PROMETHEUS_PORT',
    type: 'number',
    min: 0,
    max: 65_535,
    default: '9464',
    signal: 'metrics',
    summary: 'port that Prometheus scrapes',
  },
  {
    name: 'OTEL_EXPORTER_ZIPKIN_ENDPOINT',
    type: 'url',
    unsupported: 'send OTLP',
    summary: 'where Zipkin spans are sent',
  },
  {
    name: 'OTEL_EXPORTER_ZIPKIN_TIMEOUT',
    type: 'number',
    unsupported: 'send OTLP',
    summary: 'ms for one Zipkin export',
  },
];

/** Variables of the JavaScript SDK alone, of the semantic conventions, and of exporters other than OTLP. */
export const NODE_VARIABLES: readonly Variable[] = [
  ...[...NODE, ...SEMANTIC_CONVENTIONS].map((row): Variable => ({ group: 'node', ...row })),
  ...EXPORTERS.map((row): Variable => ({ group: 'exporters', ...row })),
];
