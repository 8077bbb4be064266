import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Environment } from '../../src/config/configuration.ts';
import { effectiveSignals, endpointOf, otlpExports } from '../../src/config/effective.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';

const require = createRequire(import.meta.url);
const { convertLegacyHttpOptions } = require('@opentelemetry/otlp-exporter-base/node-http');
const { convertLegacyOtlpGrpcOptions } = require('@opentelemetry/otlp-grpc-exporter-base');

const resolve = (env: Environment) => resolveConfiguration({ flags: {}, env });

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

describe('a signal', () => {
  it.each<{ title: string; env: Environment; signals: object }>([
    {
      title: 'goes to the local collector by default, metrics nowhere',
      env: {},
      signals: {
        traces: { exporter: 'otlp', protocol: 'http/protobuf', endpoint: 'http://localhost:4318/v1/traces' },
        logs: { exporter: 'otlp', protocol: 'http/protobuf', endpoint: 'http://localhost:4318/v1/logs' },
        metrics: { exporter: 'none' },
      },
    },
    {
      title: 'follows its own variables before the general ones',
      env: {
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://me:pw@logs/in?key=x',
        OTEL_METRICS_EXPORTER: 'otlp,console',
      },
      signals: {
        traces: { exporter: 'otlp', protocol: 'grpc', endpoint: 'http://localhost:4317' },
        logs: { exporter: 'otlp', protocol: 'http/json', endpoint: 'https://<redacted>@logs/in?<redacted>' },
        metrics: {
          exporter: 'otlp,console',
          protocol: 'grpc',
          endpoint: 'http://localhost:4317',
          policy: 'curated',
        },
      },
    },
    {
      title: 'exports all that is measured as metrics, on request',
      env: {
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'prometheus',
        OTEL_RUN_METRICS: 'all',
      },
      signals: {
        traces: { exporter: 'none' },
        logs: { exporter: 'none' },
        metrics: { exporter: 'prometheus', policy: 'all' },
      },
    },
    {
      title: 'is off by "none", and logs are off in development too',
      env: { OTEL_TRACES_EXPORTER: 'otlp,none', OTEL_LOGS_EXPORTER: 'otlp', OTEL_RUN_DEVELOPMENT: 'true' },
      signals: { traces: { exporter: 'none' }, logs: { exporter: 'none' }, metrics: { exporter: 'none' } },
    },
    {
      title: 'is off where telemetry is disabled',
      env: { OTEL_SDK_DISABLED: 'true', OTEL_CONFIG_FILE: 'otel.yaml' },
      signals: { traces: { exporter: 'none' }, logs: { exporter: 'none' }, metrics: { exporter: 'none' } },
    },
    {
      title: 'is what a config file declares',
      env: { OTEL_CONFIG_FILE: 'otel.yaml' },
      signals: {
        traces: { exporter: 'config-file' },
        logs: { exporter: 'config-file' },
        metrics: { exporter: 'config-file' },
      },
    },
  ])('$title', ({ env, signals }) => {
    expect(effectiveSignals(resolve(env))).toEqual(signals);
  });
});

describe('the endpoint is the one that the SDK computes', () => {
  const http: Environment[] = [
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c/in' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c/in/v1/traces' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c/in', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://d' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c/in?key=x' },
  ];

  it.each(http)('over HTTP with %o', env => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const { url } = convertLegacyHttpOptions({}, 'TRACES', 'v1/traces', {});
    expect(tracesEndpoint(env)).toBe(url);
  });

  it.each<Environment>([
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'c:4317' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317/v1/traces' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://d:4317', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317' },
  ])('over gRPC with %o', env => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const { url } = convertLegacyOtlpGrpcOptions({}, 'TRACES');
    expect(tracesEndpoint({ ...env, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }).replace(/^https?:\/\//, '')).toBe(
      url,
    );
  });

  it.each([
    { env: {}, endpoint: 'https://c:4317' },
    { env: { OTEL_EXPORTER_OTLP_INSECURE: 'true' }, endpoint: 'http://c:4317' },
    {
      env: { OTEL_EXPORTER_OTLP_INSECURE: 'true', OTEL_EXPORTER_OTLP_TRACES_INSECURE: 'false' },
      endpoint: 'https://c:4317',
    },
  ])('over gRPC without a scheme, with $env', ({ env, endpoint }) => {
    const address = { OTEL_EXPORTER_OTLP_ENDPOINT: 'c:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(tracesEndpoint({ ...address, ...env })).toBe(endpoint);
  });
});

function tracesEndpoint(env: Environment): string {
  const [traces] = otlpExports(resolve(env));
  return traces ? endpointOf(traces) : '';
}
