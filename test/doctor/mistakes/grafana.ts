import { CHECKER, DOCKER, ENDPOINT, GRAFANA, HEADERS, type Mistake, PROTOCOL, thread } from './mistake.ts';

const GATEWAY = 'https://otlp-gateway-prod-eu-west-2.grafana.net';
const CLOUD = {
  OTEL_EXPORTER_OTLP_ENDPOINT: `${GATEWAY}/otlp`,
  OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Basic ${btoa('123456:glc_abc')}`,
};
export const GRAFANA_MISTAKES: readonly Mistake[] = [
  [
    'no credentials',
    thread('grafana/beyla', 1181),
    { ...CLOUD, [HEADERS]: '' },
    `error grafana-auth-missing ${HEADERS}`,
  ],
  [
    'the token without "Basic"',
    `${CHECKER}/pull/416`,
    { ...CLOUD, [HEADERS]: 'Authorization=glc_abc' },
    `error grafana-auth-malformed ${HEADERS}`,
  ],
  [
    'the token as a bearer',
    thread('grafana/agent', 6173),
    { ...CLOUD, [HEADERS]: 'Authorization=Bearer glc_abc' },
    `error grafana-auth-malformed ${HEADERS}`,
  ],
  [
    'credentials that nobody encoded',
    thread('open-telemetry/opentelemetry-collector', 5235),
    { ...CLOUD, [HEADERS]: 'Authorization=Basic 123456:glc_abc' },
    `error grafana-auth-malformed ${HEADERS}`,
  ],
  [
    'the token without the instance',
    thread('PsycheFoundation/nousnet', 492),
    { ...CLOUD, [HEADERS]: `Authorization=Basic ${btoa('glc_abc')}` },
    `error grafana-auth-malformed ${HEADERS}`,
  ],
  [
    'credentials in quotes',
    DOCKER,
    { ...CLOUD, [HEADERS]: `"${CLOUD[HEADERS]}"` },
    `error headers-quoted ${HEADERS}`,
  ],
  [
    'base64 that was wrapped',
    GRAFANA,
    { ...CLOUD, [HEADERS]: `Authorization=Basic ${btoa('123456:glc_abc')}\nabc` },
    `error headers-malformed ${HEADERS}`,
    `error grafana-auth-malformed ${HEADERS}`,
  ],
  [
    'the gateway without /otlp',
    GRAFANA,
    { ...CLOUD, [ENDPOINT]: GATEWAY },
    `error grafana-path-missing ${ENDPOINT}`,
  ],
  [
    'the gateway without /otlp, for one signal',
    thread('TEAM-BEAT/BEAT-SERVER', 502),
    { ...CLOUD, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${GATEWAY}/v1/traces` },
    'error grafana-path-missing OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  ],
  [
    'the gateway with the path of traces',
    thread('grafana/beyla', 952),
    { ...CLOUD, [ENDPOINT]: `${GATEWAY}/otlp/v1/traces` },
    `error endpoint-path-doubled ${ENDPOINT}`,
  ],
  [
    'the gateway over gRPC',
    thread('inception-health/otel-export-trace-action', 194),
    { ...CLOUD, [ENDPOINT]: `${GATEWAY}:443`, [PROTOCOL]: 'grpc' },
    `warning grafana-protocol ${PROTOCOL}`,
  ],
  [
    'the gateway without TLS',
    GRAFANA,
    { ...CLOUD, [ENDPOINT]: `${GATEWAY.replace('https', 'http')}/otlp` },
    `warning grafana-plain-text ${ENDPOINT}`,
  ],
  [
    'base64 in quotes',
    thread('open-telemetry/opentelemetry-python', 4492),
    { ...CLOUD, [HEADERS]: `Authorization=Basic "${btoa('123456:glc_abc')}"` },
    `error headers-quoted ${HEADERS}`,
    `error grafana-auth-malformed ${HEADERS}`,
  ],
];
