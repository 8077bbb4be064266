import { describeFindings, type Row } from '../describe-findings.ts';

describeFindings('a variable', [
  {
    title: 'is misspelled',
    env: { OTEL_EXPORTER_OTLP_ENDPONT: 'x' },
    found: ['variable-unknown OTEL_EXPORTER_OTLP_ENDPONT'],
  },
  {
    title: 'lacks its first letter',
    env: { TEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    found: ['variable-unknown TEL_EXPORTER_OTLP_PROTOCOL'],
  },
  {
    title: 'has two letters swapped',
    env: { OTLE_SERVICE_NAME: 'x' },
    found: ['variable-unknown OTLE_SERVICE_NAME'],
  },
  {
    title: 'is in lower case',
    env: { otel_service_name: 'x' },
    found: ['variable-unknown otel_service_name'],
  },
  ...['OTEL.SERVICE.NAME', 'OTEL-SERVICE-NAME', 'OTELSERVICENAME', 'OPENTELEMETRY_SERVICE_NAME'].map(
    (name): Row => ({
      title: `is written ${name}`,
      env: { [name]: 'x' },
      found: [`variable-unknown ${name}`],
    }),
  ),
  {
    title: 'lacks its first word',
    env: { EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
    found: ['variable-unknown EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'is nothing known',
    env: { OTEL_MAKE_IT_WORK: 'yes' },
    found: ['variable-unknown OTEL_MAKE_IT_WORK'],
  },
  { title: "is the application's own", env: { TEL_NUMBER: '112', HOTEL_NAME: 'Ritz', DATABASE_URL: 'x' } },
  {
    title: "is another language's",
    env: { OTEL_PYTHON_LOG_CORRELATION: 'true', OTEL_JAVAAGENT_ENABLED: 'true' },
  },
  {
    title: 'is from Kubernetes, for a Service named otel-agent',
    env: {
      OTEL_AGENT_SERVICE_HOST: '10.0.0.1',
      OTEL_AGENT_PORT_4318_TCP_ADDR: '10.0.0.1',
      OTEL_AGENT_SERVICE_PORT_HTTP: '4318',
    },
  },
  {
    title: 'only looks like one of Kubernetes',
    env: { OTEL_EXPORTER_OTLP_PORT: '4318' },
    found: ['variable-unknown OTEL_EXPORTER_OTLP_PORT'],
  },
  {
    title: 'is not read in JavaScript',
    env: { OTEL_METRICS_EXEMPLAR_FILTER: 'always_on' },
    found: ['variable-unsupported OTEL_METRICS_EXEMPLAR_FILTER'],
  },
  {
    title: 'had another name once',
    env: { OTEL_EXPERIMENTAL_CONFIG_FILE: 'x' },
    found: ['variable-unsupported OTEL_EXPERIMENTAL_CONFIG_FILE'],
  },
  { title: 'is not read, but empty', env: { OTEL_METRICS_EXEMPLAR_FILTER: '' } },
]);
