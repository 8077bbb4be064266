import { EXPORTER, js, type Mistake, SPEC, thread } from './mistake.ts';

export const NAME_MISTAKES: readonly Mistake[] = [
  {
    title: 'the O of OTEL is missing',
    source: thread('cisco-open/otelify.sh', 15),
    env: { TEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    found: ['warning variable-unknown TEL_EXPORTER_OTLP_PROTOCOL'],
  },
  {
    title: 'OTLP in place of OTEL',
    source: thread('open-telemetry/opentelemetry-python', 2585),
    env: { OTLP_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    found: ['warning variable-unknown OTLP_EXPORTER_OTLP_PROTOCOL'],
  },
  {
    title: 'a letter is missing',
    source: thread('honeycombio/honeycomb-opentelemetry-java', 283),
    env: { OTEL_EXPOTER_OTLP_PROTOCOL: 'grpc' },
    found: ['warning variable-unknown OTEL_EXPOTER_OTLP_PROTOCOL'],
  },
  {
    title: 'TRACE in place of TRACES',
    source: thread('open-telemetry/opentelemetry-specification', 1136),
    env: { OTEL_TRACE_SAMPLER: 'always_on' },
    found: ['warning variable-unknown OTEL_TRACE_SAMPLER'],
  },
  {
    title: 'HEADER in place of HEADERS',
    source: `${EXPORTER}#specifying-headers-via-environment-variables`,
    env: { OTEL_EXPORTER_OTLP_HEADER: 'a=b' },
    found: ['warning variable-unknown OTEL_EXPORTER_OTLP_HEADER'],
  },
  {
    title: 'the old name of the configuration file',
    source: js(6866),
    env: { OTEL_EXPERIMENTAL_CONFIG_FILE: 'otel.yaml' },
    found: ['warning variable-unsupported OTEL_EXPERIMENTAL_CONFIG_FILE'],
  },
  {
    title: 'a switch that JavaScript does not read',
    source: 'https://opentelemetry.io/docs/specs/semconv/non-normative/http-migration/',
    env: { OTEL_SEMCONV_STABILITY_OPT_IN: 'http' },
    found: ['warning variable-unsupported OTEL_SEMCONV_STABILITY_OPT_IN'],
  },
  {
    title: 'the histograms of another SDK',
    source: `${SPEC}/metrics/sdk_exporters/otlp/`,
    env: { OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram' },
    found: ['warning variable-unsupported OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION'],
  },
  {
    title: 'the endpoint of Zipkin',
    source: `${SPEC}/configuration/sdk-environment-variables/#zipkin-exporter`,
    env: { OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'http://zipkin:9411/api/v2/spans' },
    found: ['warning variable-unsupported OTEL_EXPORTER_ZIPKIN_ENDPOINT'],
  },
  {
    title: 'the first word is missing',
    source: thread('cisco-open/otelify.sh', 15),
    env: { EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
    found: ['warning variable-unknown EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'dots, as in a properties file',
    source: 'https://opentelemetry.io/docs/zero-code/java/agent/configuration/',
    env: { 'otel.service.name': 'checkout' },
    found: ['warning variable-unknown otel.service.name'],
  },
];
