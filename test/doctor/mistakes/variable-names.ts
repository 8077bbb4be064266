import { EXPORTER, js, type Mistake, SPEC, thread } from './mistake.ts';

export const NAME_MISTAKES: readonly Mistake[] = [
  [
    'the O of OTEL is missing',
    thread('cisco-open/otelify.sh', 15),
    { TEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'warning variable-unknown TEL_EXPORTER_OTLP_PROTOCOL',
  ],
  [
    'OTLP in place of OTEL',
    thread('open-telemetry/opentelemetry-python', 2585),
    { OTLP_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'warning variable-unknown OTLP_EXPORTER_OTLP_PROTOCOL',
  ],
  [
    'a letter is missing',
    thread('honeycombio/honeycomb-opentelemetry-java', 283),
    { OTEL_EXPOTER_OTLP_PROTOCOL: 'grpc' },
    'warning variable-unknown OTEL_EXPOTER_OTLP_PROTOCOL',
  ],
  [
    'TRACE in place of TRACES',
    thread('open-telemetry/opentelemetry-specification', 1136),
    { OTEL_TRACE_SAMPLER: 'always_on' },
    'warning variable-unknown OTEL_TRACE_SAMPLER',
  ],
  [
    'HEADER in place of HEADERS',
    `${EXPORTER}#specifying-headers-via-environment-variables`,
    { OTEL_EXPORTER_OTLP_HEADER: 'a=b' },
    'warning variable-unknown OTEL_EXPORTER_OTLP_HEADER',
  ],
  [
    'the old name of the configuration file',
    js(6866),
    { OTEL_EXPERIMENTAL_CONFIG_FILE: 'otel.yaml' },
    'warning variable-unsupported OTEL_EXPERIMENTAL_CONFIG_FILE',
  ],
  [
    'a switch that JavaScript does not read',
    'https://opentelemetry.io/docs/specs/semconv/non-normative/http-migration/',
    { OTEL_SEMCONV_STABILITY_OPT_IN: 'http' },
    'warning variable-unsupported OTEL_SEMCONV_STABILITY_OPT_IN',
  ],
  [
    'the histograms of another SDK',
    `${SPEC}/metrics/sdk_exporters/otlp/`,
    { OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram' },
    'warning variable-unsupported OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
  ],
  [
    'the endpoint of Zipkin',
    `${SPEC}/configuration/sdk-environment-variables/#zipkin-exporter`,
    { OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://zipkin:9411/api/v2/spans' },
    'warning variable-unsupported OTEL_EXPORTER_ZIPKIN_ENDPOINT',
  ],
  [
    'the first word is missing',
    thread('cisco-open/otelify.sh', 15),
    { EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
    'warning variable-unknown EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'dots, as in a properties file',
    'https://opentelemetry.io/docs/zero-code/java/agent/configuration/',
    { 'otel.service.name': 'checkout' },
    'warning variable-unknown otel.service.name',
  ],
];
