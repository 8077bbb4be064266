import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../src/config/configuration.ts';
import { type FindingCode, findingWords } from '../../../src/config/finding.ts';
import type { ValidationFacts } from '../../../src/config/validate/validate.ts';
import { codesOf, describeFindings, findingsOf, HEALTHY } from '../describe-findings.ts';

describeFindings('a healthy environment', [
  ['over http/protobuf', {}],
  [
    'over gRPC',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' },
  ],
  [
    'with every list and header in order',
    { OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=shop, authorization=Bearer%20abc,' },
  ],
  ['with attributes that are percent-encoded', { OTEL_RESOURCE_ATTRIBUTES: 'team=a%2Cb,note=50%25,' }],
  [
    'with names in another case and spaces around',
    { OTEL_TRACES_EXPORTER: ' OTLP ', OTEL_PROPAGATORS: 'B3, TraceContext' },
  ],
  [
    'with an own endpoint that is all query',
    { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://l.example?tenant=1' },
  ],
  [
    'with an own endpoint for traces',
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t.example/in?tenant=1' },
  ],
]);

describe('a file', () => {
  const env = {
    OTEL_CONFIG_FILE: 'otel.yaml',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318',
    OTEL_TRACES_EXPORTER: 'otpl',
  };
  it.each<[string, Environment, ValidationFacts['configFile'], ...string[]]>([
    ['names the service', {}, { path: 'otel.yaml', serviceName: 'checkout' }],
    [
      'cannot be used',
      {},
      { path: 'otel.yaml', error: 'Unsupported file_format' },
      'config-file-invalid otel.yaml',
    ],
    [
      'names no service, whatever variables say',
      { OTEL_SERVICE_NAME: 'checkout' },
      { path: 'otel.yaml', serviceName: undefined },
      'service-name-missing otel.yaml',
    ],
    [
      'names another service than the variable',
      { OTEL_SERVICE_NAME: 'checkout' },
      { path: 'otel.yaml', serviceName: 'cart' },
      'service-name-conflict otel.yaml',
    ],
    [
      "names nobody's service",
      {},
      { path: 'otel.yaml', serviceName: 'unknown_service' },
      'service-name-unknown otel.yaml',
    ],
    [
      "leaves otel-run's own variables in force",
      { OTEL_RUN_FLUSH_TIMEOUT: 'soon', OTEL_BSP_SCHEDULE_DELAY: 'soon', OTEL_PROPAGATORS: 'xray' },
      { path: 'otel.yaml', serviceName: 'cart' },
      'number-invalid OTEL_RUN_FLUSH_TIMEOUT',
    ],
  ])('of declarative configuration %s', (_title, more, configFile, ...expected) => {
    expect(codesOf({ env: { ...env, ...more } }, { configFile })).toEqual(expected);
  });

  it('of environment variables that cannot be read is an error', () => {
    const envFiles = [{ path: 'no.env', error: "ENOENT: no such file or directory, open 'no.env'" }];
    expect(codesOf({ env: HEALTHY, envFiles })).toEqual(['env-file-unreadable no.env']);
  });
});

it.each(['OTEL_RUN_DISABLED', 'OTEL_SDK_DISABLED'])(
  'with %s nothing is wrong, since nothing is sent',
  name => {
    expect(codesOf({ env: { [name]: 'true', OTEL_EXPORTER_OTLP_PROTOCOL: 'http', OTEL_FOO: 'x' } })).toEqual(
      [],
    );
  },
);

it('everything is found at once, errors first', () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318',
    OTEL_SDK_DISABLED: 'yes',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http',
  };
  expect(findingsOf({ env }).map(({ code, severity }) => [severity, code])).toEqual([
    ['error', 'service-name-missing'],
    ['error', 'protocol-unknown'],
    ['error', 'endpoint-no-scheme'],
    ['warning', 'boolean-invalid'],
    ['info', 'metrics-enabled'],
  ]);
});

const HINTS: [Environment, FindingCode, RegExp][] = [
  [{ OTEL_EXPORTER_OTLP_ENDPONT: 'x' }, 'variable-unknown', /OTEL_EXPORTER_OTLP_ENDPOINT/],
  [{ TEL_EXPORTER_OTLP_PROTOCOL: 'x' }, 'variable-unknown', /OTEL_EXPORTER_OTLP_PROTOCOL/],
  [
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'http' },
    'protocol-unknown',
    /OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf$/,
  ],
  [{ OTEL_TRACES_EXPORTER: 'consle' }, 'exporter-unknown', /OTEL_TRACES_EXPORTER=console$/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, 'endpoint-no-scheme', /=http:\/\/localhost:4318$/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/v1/logs' }, 'endpoint-path-doubled', /=http:\/\/c:4318$/],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '"http://c:4318"' }, 'endpoint-quoted', /=http:\/\/c:4318$/],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otlp-gateway-x.grafana.net' },
    'grafana-path-missing',
    /\.grafana\.net\/otlp$/,
  ],
  [{ OTEL_LOG_LEVEL: 'verbos' }, 'value-unknown', /OTEL_LOG_LEVEL=verbose$/],
];

it.each(HINTS)('%o is answered with a line to copy', (env, code, expected) => {
  const found = findingsOf({ env: { ...HEALTHY, ...env } }).find(candidate => candidate.code === code);
  expect(found && findingWords(found).fix).toMatch(expected);
});
