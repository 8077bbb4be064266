import { describeFindings, type Row } from '../describe-findings.ts';

describeFindings('a variable', [
  ['is misspelled', { OTEL_EXPORTER_OTLP_ENDPONT: 'x' }, 'variable-unknown OTEL_EXPORTER_OTLP_ENDPONT'],
  [
    'lacks its first letter',
    { TEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'variable-unknown TEL_EXPORTER_OTLP_PROTOCOL',
  ],
  ['has two letters swapped', { OTLE_SERVICE_NAME: 'x' }, 'variable-unknown OTLE_SERVICE_NAME'],
  ['is in lower case', { otel_service_name: 'x' }, 'variable-unknown otel_service_name'],
  ...['OTEL.SERVICE.NAME', 'OTEL-SERVICE-NAME', 'OTELSERVICENAME', 'OPENTELEMETRY_SERVICE_NAME'].map(
    (name): Row => [`is written ${name}`, { [name]: 'x' }, `variable-unknown ${name}`],
  ),
  [
    'lacks its first word',
    { EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
    'variable-unknown EXPORTER_OTLP_ENDPOINT',
  ],
  ['is nothing known', { OTEL_MAKE_IT_WORK: 'yes' }, 'variable-unknown OTEL_MAKE_IT_WORK'],
  ["is the application's own", { TEL_NUMBER: '112', HOTEL_NAME: 'Ritz', DATABASE_URL: 'x' }],
  ["is another language's", { OTEL_PYTHON_LOG_CORRELATION: 'true', OTEL_JAVAAGENT_ENABLED: 'true' }],
  [
    'is from Kubernetes, for a Service named otel-agent',
    {
      OTEL_AGENT_SERVICE_HOST: '10.0.0.1',
      OTEL_AGENT_PORT_4318_TCP_ADDR: '10.0.0.1',
      OTEL_AGENT_SERVICE_PORT_HTTP: '4318',
    },
  ],
  [
    'only looks like one of Kubernetes',
    { OTEL_EXPORTER_OTLP_PORT: '4318' },
    'variable-unknown OTEL_EXPORTER_OTLP_PORT',
  ],
  [
    'is not read in JavaScript',
    { OTEL_METRICS_EXEMPLAR_FILTER: 'always_on' },
    'variable-unsupported OTEL_METRICS_EXEMPLAR_FILTER',
  ],
  [
    'had another name once',
    { OTEL_EXPERIMENTAL_CONFIG_FILE: 'x' },
    'variable-unsupported OTEL_EXPERIMENTAL_CONFIG_FILE',
  ],
  ['is not read, but empty', { OTEL_METRICS_EXEMPLAR_FILTER: '' }],
]);
