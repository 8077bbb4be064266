import { CHECKER, DOCKER, ENDPOINT, GRAFANA, HEADERS, type Mistake, PROTOCOL, thread } from './mistake.ts';

const GATEWAY = 'https://otlp-gateway-prod-eu-west-2.grafana.net';
const CLOUD = {
  OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}/otlp`,
  OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Basic ${btoa('123456:glc_abc')}`,
};
export const GRAFANA_MISTAKES: readonly Mistake[] = [
  {
    title: 'no credentials',
    source: thread('grafana/beyla', 1181),
    env: { ...CLOUD, [HEADERS]: '' },
    found: [`error grafana-auth-missing ${HEADERS}`],
  },
  {
    title: 'the token without "Basic"',
    source: `${CHECKER}/pull/416`,
    env: { ...CLOUD, [HEADERS]: 'Authorization=glc_abc' },
    found: [`error grafana-auth-malformed ${HEADERS}`],
  },
  {
    title: 'the token as a bearer',
    source: thread('grafana/agent', 6173),
    env: { ...CLOUD, [HEADERS]: 'Authorization=Bearer glc_abc' },
    found: [`error grafana-auth-malformed ${HEADERS}`],
  },
  {
    title: 'credentials that nobody encoded',
    source: thread('open-telemetry/opentelemetry-collector', 5235),
    env: { ...CLOUD, [HEADERS]: 'Authorization=Basic 123456:glc_abc' },
    found: [`error grafana-auth-malformed ${HEADERS}`],
  },
  {
    title: 'the token without the instance',
    source: thread('PsycheFoundation/nousnet', 492),
    env: { ...CLOUD, [HEADERS]: `Authorization=Basic ${btoa('glc_abc')}` },
    found: [`error grafana-auth-malformed ${HEADERS}`],
  },
  {
    title: 'credentials in quotes',
    source: DOCKER,
    env: { ...CLOUD, [HEADERS]: `"${CLOUD[HEADERS]}"` },
    found: [`error headers-quoted ${HEADERS}`],
  },
  {
    title: 'base64 that was wrapped',
    source: GRAFANA,
    env: { ...CLOUD, [HEADERS]: `Authorization=Basic ${btoa('123456:glc_abc')}\nabc` },
    found: [`error headers-malformed ${HEADERS}`, `error grafana-auth-malformed ${HEADERS}`],
  },
  {
    title: 'the gateway without /otlp',
    source: GRAFANA,
    env: { ...CLOUD, [ENDPOINT]: GATEWAY },
    found: [`error grafana-path-missing ${ENDPOINT}`],
  },
  {
    title: 'the gateway without /otlp, for one signal',
    source: thread('TEAM-BEAT/BEAT-SERVER', 502),
    env: { ...CLOUD, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${GATEWAY}/v1/traces` },
    found: ['error grafana-path-missing OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
  },
  {
    title: 'the gateway with the path of traces',
    source: thread('grafana/beyla', 952),
    env: { ...CLOUD, [ENDPOINT]: `${GATEWAY}/otlp/v1/traces` },
    found: [`error endpoint-path-doubled ${ENDPOINT}`],
  },
  {
    title: 'the gateway over gRPC',
    source: thread('inception-health/otel-export-trace-action', 194),
    env: { ...CLOUD, [ENDPOINT]: `${GATEWAY}:443`, [PROTOCOL]: 'grpc' },
    found: [`warning grafana-protocol ${PROTOCOL}`],
  },
  {
    title: 'the gateway without TLS',
    source: GRAFANA,
    env: { ...CLOUD, [ENDPOINT]: `${GATEWAY.replace('https', 'http')}/otlp` },
    found: [`warning grafana-plain-text ${ENDPOINT}`],
  },
  {
    title: 'base64 in quotes',
    source: thread('open-telemetry/opentelemetry-python', 4492),
    env: { ...CLOUD, [HEADERS]: `Authorization=Basic "${btoa('123456:glc_abc')}"` },
    found: [`error headers-quoted ${HEADERS}`, `error grafana-auth-malformed ${HEADERS}`],
  },
];
