import { describe, expect, it } from 'vitest';
import { readSettings, type Settings } from '../../src/config/settings.ts';

const NONE: Record<string, string> = {};

const CASES: readonly [string, Record<string, string>, Partial<Settings>][] = [
  [
    'declared defaults where nothing is set',
    NONE,
    {
      disabled: false,
      development: false,
      workerThreads: true,
      flushTimeout: 2000,
      logCorrelation: true,
      ownSdk: 'ours',
      exporters: { traces: ['otlp'], metrics: [], logs: ['otlp'] },
      protocol: { traces: 'http/protobuf', metrics: 'http/protobuf', logs: 'http/protobuf' },
    },
  ],
  [
    'an empty variable as unset',
    { OTEL_RUN_FLUSH_TIMEOUT: ' ', OTEL_TRACES_EXPORTER: '' },
    { flushTimeout: 2000 },
  ],
  ['a time that is no number as unset', { OTEL_RUN_FLUSH_TIMEOUT: 'soon' }, { flushTimeout: 2000 }],
  ['0 as never to wait', { OTEL_RUN_FLUSH_TIMEOUT: '0' }, { flushTimeout: 0 }],
  ['only "true" as true', { OTEL_RUN_DISABLED: '1' }, { disabled: false }],
  ['"TRUE" as true', { OTEL_SDK_DISABLED: 'TRUE' }, { disabled: true }],
  ['development from NODE_ENV', { NODE_ENV: 'test' }, { development: true, logCorrelation: false }],
  [
    'the explicit answer before NODE_ENV',
    { NODE_ENV: 'test', OTEL_RUN_DEVELOPMENT: 'false' },
    { development: false },
  ],
  [
    'no log export in development',
    { OTEL_RUN_DEVELOPMENT: 'true', OTEL_LOGS_EXPORTER: 'otlp' },
    { exporters: { traces: ['otlp'], metrics: [], logs: [] } },
  ],
  [
    'none as none, also beside others, and names once',
    { OTEL_TRACES_EXPORTER: 'otlp,none', OTEL_METRICS_EXPORTER: 'otlp, console,otlp' },
    { exporters: { traces: [], metrics: ['otlp', 'console'], logs: ['otlp'] } },
  ],
  [
    "a signal's own protocol before the general one",
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json' },
    { protocol: { traces: 'grpc', metrics: 'grpc', logs: 'http/json' } },
  ],
  [
    'OTEL_SERVICE_NAME before the attribute',
    { OTEL_SERVICE_NAME: 'api', OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' },
    { serviceName: 'api' },
  ],
  [
    'percent-encoded attributes',
    { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a%20b,deployment.environment.name=eu' },
    { serviceName: 'a b', environment: 'eu' },
  ],
  [
    'no attribute at all where one cannot be read',
    { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,x=%' },
    { serviceName: '' },
  ],
  [
    'the label from its variable, the attribute, then NODE_ENV',
    { OTEL_RUN_ENVIRONMENT: 'eu', NODE_ENV: 'production' },
    { environment: 'eu' },
  ],
  ['lists trimmed', { OTEL_RUN_SKIP: ' a, ,b ' }, { skip: ['a', 'b'] }],
];

describe('the preload reads', () => {
  it.each(CASES)('%s', (_title, env, expected) => {
    expect(readSettings(env)).toMatchObject(expected);
  });
});
