import { describeFindings } from '../describe-findings.ts';

const GATEWAY = 'https://otlp-gateway-prod-eu-west-2.grafana.net';
const BASIC = `Authorization=Basic ${Buffer.from('123456:glc_abc').toString('base64')}`;
const GRAFANA = { OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}/otlp`, OTEL_EXPORTER_OTLP_HEADERS: BASIC };

describeFindings('Grafana Cloud', [
  { title: 'is reached as it wants', env: GRAFANA },
  {
    title: 'is reached with credentials in the address',
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY.replace('://', '://123456:glc_abc@')}/otlp`,
      OTEL_EXPORTER_OTLP_HEADERS: '',
    },
  },
  {
    title: 'is reached without TLS',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY.replace('https', 'http')}/otlp` },
    found: ['grafana-plain-text OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: "gets one signal at the general endpoint's path",
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${GATEWAY}/otlp` },
    found: ['grafana-path-missing OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
  },
  {
    title: 'gets base64 in quotes of its own',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Basic "${btoa('123456:glc_abc')}"` },
    found: ['headers-quoted OTEL_EXPORTER_OTLP_HEADERS', 'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'gets base64 over two lines',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `${BASIC.slice(0, -4)}\n${BASIC.slice(-4)}` },
    found: [
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
      'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
  },
  {
    title: 'gets no authorization',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'x-scope=1' },
    found: ['grafana-auth-missing OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'gets a token without "Basic"',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=glc_abc' },
    found: ['grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'gets a bearer token without the instance',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer glc_abc' },
    found: ['grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'gets a token that is not encoded',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic 123456:glc_abc' },
    found: ['grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'gets a token without the instance',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Basic ${btoa('glc_abc')}` },
    found: ['grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'gets its authorization percent-encoded',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: BASIC.replace(' ', '%20') },
  },
  {
    title: 'gets headers in quotes, and only the quotes are reported',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `"${BASIC}"` },
    found: ['headers-quoted OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'gets a value in quotes, and only the quotes are reported',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: BASIC.replace('=Basic', '="Basic').concat('"') },
    found: ['headers-quoted OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'is addressed without /otlp',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: GATEWAY },
    found: ['grafana-path-missing OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'is addressed without /otlp for one signal',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${GATEWAY}/v1/logs` },
    found: ['grafana-path-missing OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'],
  },
  {
    title: "is addressed with the signal's path",
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}/otlp/v1/traces` },
    found: ['endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'is spoken to over gRPC',
    env: { ...GRAFANA, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}:443` },
    found: ['grafana-protocol OTEL_EXPORTER_OTLP_PROTOCOL'],
  },
  {
    title: 'is not a host that ends alike',
    env: {
      ...GRAFANA,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://notgrafana.net',
      OTEL_EXPORTER_OTLP_HEADERS: 'x=1',
    },
  },
]);
