import { describe, expect, it } from 'vitest';
import { readSettings, type Settings } from '../../src/config/settings.ts';

const NONE: Record<string, string> = {};

const CASES: readonly { what: string; env: Record<string, string>; settings: Partial<Settings> }[] = [
  {
    what: 'declared defaults where nothing is set',
    env: NONE,
    settings: {
      disabled: false,
      development: false,
      workerThreads: true,
      flushTimeout: 2000,
      logCorrelation: true,
      ownSdk: 'ours',
      exporters: { traces: ['otlp'], metrics: [], logs: ['otlp'] },
      protocol: { traces: 'http/protobuf', metrics: 'http/protobuf', logs: 'http/protobuf' },
    },
  },
  {
    what: 'an empty variable as unset',
    env: { OTEL_RUN_FLUSH_TIMEOUT: ' ', OTEL_TRACES_EXPORTER: '' },
    settings: { flushTimeout: 2000 },
  },
  {
    what: 'a time that is not a number as unset',
    env: { OTEL_RUN_FLUSH_TIMEOUT: 'soon' },
    settings: { flushTimeout: 2000 },
  },
  { what: '0 as never to wait', env: { OTEL_RUN_FLUSH_TIMEOUT: '0' }, settings: { flushTimeout: 0 } },
  { what: 'only "true" as true', env: { OTEL_RUN_DISABLED: '1' }, settings: { disabled: false } },
  { what: '"TRUE" as true', env: { OTEL_SDK_DISABLED: 'TRUE' }, settings: { disabled: true } },
  {
    what: 'development from NODE_ENV',
    env: { NODE_ENV: 'test' },
    settings: { development: true, logCorrelation: false },
  },
  {
    what: 'the explicit answer before NODE_ENV',
    env: { NODE_ENV: 'test', OTEL_RUN_DEVELOPMENT: 'false' },
    settings: { development: false },
  },
  {
    what: 'no log export in development',
    env: { OTEL_RUN_DEVELOPMENT: 'true', OTEL_LOGS_EXPORTER: 'otlp' },
    settings: { exporters: { traces: ['otlp'], metrics: [], logs: [] } },
  },
  {
    what: '"none" as none, even beside others, and each name once',
    env: { OTEL_TRACES_EXPORTER: 'otlp,none', OTEL_METRICS_EXPORTER: 'otlp, console,otlp' },
    settings: { exporters: { traces: [], metrics: ['otlp', 'console'], logs: ['otlp'] } },
  },
  {
    what: "a signal's own protocol before the general one",
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json' },
    settings: { protocol: { traces: 'grpc', metrics: 'grpc', logs: 'http/json' } },
  },
  {
    what: 'OTEL_SERVICE_NAME before the attribute',
    env: { OTEL_SERVICE_NAME: 'api', OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' },
    settings: { serviceName: 'api' },
  },
  {
    what: 'percent-encoded attributes',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a%20b,deployment.environment.name=eu' },
    settings: { serviceName: 'a b', environment: 'eu' },
  },
  {
    what: 'no attribute at all where one cannot be read',
    env: { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,x=%' },
    settings: { serviceName: '' },
  },
  {
    what: 'the label from its variable, the attribute, then NODE_ENV',
    env: { OTEL_RUN_ENVIRONMENT: 'eu', NODE_ENV: 'production' },
    settings: { environment: 'eu' },
  },
  { what: 'lists trimmed', env: { OTEL_RUN_SKIP: ' a, ,b ' }, settings: { skip: ['a', 'b'] } },
];

describe('the preload reads', () => {
  it.each(CASES)('$what', ({ env, settings }) => {
    expect(readSettings(env)).toMatchObject(settings);
  });
});
