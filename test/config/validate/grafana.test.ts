import { describeFindings } from '../describe-findings.ts';

const GATEWAY = 'https://otlp-gateway-prod-eu-west-2.grafana.net';
const BASIC = `Authorization=Basic ${Buffer.from('123456:glc_abc').toString('base64')}`;
const GRAFANA = { OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}/otlp`, OTEL_EXPORTER_OTLP_HEADERS: BASIC };

describeFindings('Grafana Cloud', [
  ['is reached as it wants', GRAFANA],
  [
    'is reached with credentials in the address',
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY.replace('://', '://123456:glc_abc@')}/otlp`,
      OTEL_EXPORTER_OTLP_HEADERS: '',
    },
  ],
  [
    'is reached without TLS',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY.replace('https', 'http')}/otlp` },
    'grafana-plain-text OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    "gets one signal at the general endpoint's path",
    { ...GRAFANA, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${GATEWAY}/otlp` },
    'grafana-path-missing OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  ],
  [
    'gets base64 in quotes of its own',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Basic "${btoa('123456:glc_abc')}"` },
    'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
    'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'gets base64 over two lines',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `${BASIC.slice(0, -4)}\n${BASIC.slice(-4)}` },
    'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'gets no authorization',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'x-scope=1' },
    'grafana-auth-missing OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'gets a token without "Basic"',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=glc_abc' },
    'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'gets a bearer token without the instance',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer glc_abc' },
    'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'gets a token that is not encoded',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic 123456:glc_abc' },
    'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'gets a token without the instance',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Basic ${btoa('glc_abc')}` },
    'grafana-auth-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'gets its authorization percent-encoded',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: BASIC.replace(' ', '%20') },
  ],
  [
    'gets headers in quotes, and that alone is said',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: `"${BASIC}"` },
    'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'gets a value in quotes, and that alone is said',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_HEADERS: BASIC.replace('=Basic', '="Basic').concat('"') },
    'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'is addressed without /otlp',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: GATEWAY },
    'grafana-path-missing OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'is addressed without /otlp for one signal',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${GATEWAY}/v1/logs` },
    'grafana-path-missing OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
  ],
  [
    "is addressed with the signal's path",
    { ...GRAFANA, OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}/otlp/v1/traces` },
    'endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'is spoken to over gRPC',
    { ...GRAFANA, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}:443` },
    'grafana-protocol OTEL_EXPORTER_OTLP_PROTOCOL',
  ],
  [
    'is not a host that ends alike',
    {
      ...GRAFANA,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://notgrafana.net',
      OTEL_EXPORTER_OTLP_HEADERS: 'x=1',
    },
  ],
]);
