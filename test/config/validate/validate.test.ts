import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../src/config/configuration.ts';
import { type FindingCode, findingWords } from '../../../src/config/finding.ts';
import type { ValidationFacts } from '../../../src/config/validate/validate.ts';
import { codesOf, describeFindings, findingsOf, HEALTHY } from '../describe-findings.ts';

describeFindings('a healthy environment', [
  { title: 'over http/protobuf', env: {} },
  {
    title: 'over gRPC',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' },
  },
  {
    title: 'with every list and header in order',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=shop, authorization=Bearer%20abc,' },
  },
  {
    title: 'with attributes that are percent-encoded',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'team=a%2Cb,note=50%25,' },
  },
  {
    title: 'with names in another case and spaces around',
    env: { OTEL_TRACES_EXPORTER: ' OTLP ', OTEL_PROPAGATORS: 'B3, TraceContext' },
  },
  {
    title: 'with an own endpoint that is all query',
    env: { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://l.example?tenant=1' },
  },
  {
    title: 'with an own endpoint for traces',
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t.example/in?tenant=1' },
  },
]);

describe('a file', () => {
  const env = {
    OTEL_CONFIG_FILE: 'otel.yaml',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318',
    OTEL_TRACES_EXPORTER: 'otpl',
  };
  it.each<{ title: string; more: Environment; configFile: ValidationFacts['configFile']; found?: string[] }>([
    { title: 'names the service', more: {}, configFile: { path: 'otel.yaml', serviceName: 'checkout' } },
    {
      title: 'cannot be used',
      more: {},
      configFile: { path: 'otel.yaml', error: 'Unsupported file_format' },
      found: ['config-file-invalid otel.yaml'],
    },
    {
      title: 'names no service, whatever variables say',
      more: { OTEL_SERVICE_NAME: 'checkout' },
      configFile: { path: 'otel.yaml', serviceName: undefined },
      found: ['service-name-missing otel.yaml'],
    },
    {
      title: 'names another service than the variable',
      more: { OTEL_SERVICE_NAME: 'checkout' },
      configFile: { path: 'otel.yaml', serviceName: 'cart' },
      found: ['service-name-conflict otel.yaml'],
    },
    {
      title: "names nobody's service",
      more: {},
      configFile: { path: 'otel.yaml', serviceName: 'unknown_service' },
      found: ['service-name-unknown otel.yaml'],
    },
    {
      title: "leaves otel-run's own variables in force",
      more: { OTEL_RUN_FLUSH_TIMEOUT: 'soon', OTEL_BSP_SCHEDULE_DELAY: 'soon', OTEL_PROPAGATORS: 'xray' },
      configFile: { path: 'otel.yaml', serviceName: 'cart' },
      found: ['number-invalid OTEL_RUN_FLUSH_TIMEOUT'],
    },
  ])('of declarative configuration: $title', ({ more, configFile, found = [] }) => {
    expect(codesOf({ env: { ...env, ...more } }, { configFile })).toEqual(found);
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

const HINTS: { env: Environment; code: FindingCode; fix: RegExp }[] = [
  { env: { OTEL_EXPORTER_OTLP_ENDPONT: 'x' }, code: 'variable-unknown', fix: /OTEL_EXPORTER_OTLP_ENDPOINT/ },
  { env: { TEL_EXPORTER_OTLP_PROTOCOL: 'x' }, code: 'variable-unknown', fix: /OTEL_EXPORTER_OTLP_PROTOCOL/ },
  {
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http' },
    code: 'protocol-unknown',
    fix: /OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf$/,
  },
  { env: { OTEL_TRACES_EXPORTER: 'consle' }, code: 'exporter-unknown', fix: /OTEL_TRACES_EXPORTER=console$/ },
  {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
    code: 'endpoint-no-scheme',
    fix: /=http:\/\/localhost:4318$/,
  },
  {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/v1/logs' },
    code: 'endpoint-path-doubled',
    fix: /=http:\/\/c:4318$/,
  },
  {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: '"http://c:4318"' },
    code: 'endpoint-quoted',
    fix: /=http:\/\/c:4318$/,
  },
  {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otlp-gateway-x.grafana.net' },
    code: 'grafana-path-missing',
    fix: /\.grafana\.net\/otlp$/,
  },
  { env: { OTEL_LOG_LEVEL: 'verbos' }, code: 'value-unknown', fix: /OTEL_LOG_LEVEL=verbose$/ },
];

it.each(HINTS)('answers $env with a line to copy', ({ env, code, fix }) => {
  const found = findingsOf({ env: { ...HEALTHY, ...env } }).find(candidate => candidate.code === code);
  expect(found && findingWords(found).fix).toMatch(fix);
});
