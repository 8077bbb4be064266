import { describe, expect, it } from 'vitest';
import { findingWords } from '../../../src/config/finding.ts';
import { findingsOf, HEALTHY } from '../describe-findings.ts';

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';

/** What is written half, and the line that is advised. */
describe('the advice is what was meant', () => {
  it.each([
    { env: { [ENDPOINT]: 'localhost' }, advice: `${ENDPOINT}=http://localhost:4318` },
    { env: { [ENDPOINT]: 'collector' }, advice: `${ENDPOINT}=http://collector:4318` },
    { env: { [ENDPOINT]: '10.0.0.7' }, advice: `${ENDPOINT}=http://10.0.0.7:4318` },
    {
      env: { [ENDPOINT]: 'otel.observability.svc' },
      advice: `${ENDPOINT}=http://otel.observability.svc:4318`,
    },
    { env: { [ENDPOINT]: 'localhost:4319' }, advice: `${ENDPOINT}=http://localhost:4319` },
    { env: { [ENDPOINT]: 'otlp.example.com' }, advice: `${ENDPOINT}=http://otlp.example.com` },
    {
      env: { [ENDPOINT]: 'grpc://localhost:4317' },
      advice: `${ENDPOINT}=http://localhost:4317 together with OTEL_EXPORTER_OTLP_PROTOCOL=grpc`,
    },
    {
      env: { [ENDPOINT]: 'grpcs://c:4317' },
      advice: `${ENDPOINT}=https://c:4317 together with OTEL_EXPORTER_OTLP_PROTOCOL=grpc`,
    },
    { env: { [ENDPOINT]: 'tcp://c:4318' }, advice: `${ENDPOINT}=http://c:4318` },
    { env: { OTEL_SERVICE: 'orders' }, advice: 'If you meant OTEL_SERVICE_NAME' },
    { env: { OTEL_NAME: 'orders' }, advice: 'If you meant OTEL_SERVICE_NAME' },
    { env: { OTEL_EXPORTER_ENDPOINT: 'x' }, advice: `If you meant ${ENDPOINT}` },
    { env: { OTEL_ENDPOINT: 'x' }, advice: `If you meant ${ENDPOINT}` },
    { env: { OTEL_OTLP_HEADERS: 'x' }, advice: `If you meant ${HEADERS}` },
    { env: { OTEL_SAMPLER: 'x' }, advice: 'If you meant OTEL_TRACES_SAMPLER' },
    { env: { OTEL_RUN_SERVICE: 'orders' }, advice: 'If you meant OTEL_SERVICE_NAME' },
    { env: { OTEL_RUN_SERVICE_NAME: 'orders' }, advice: 'If you meant OTEL_SERVICE_NAME' },
    { env: { OTEL_RUN_METRICS_EXPORTER: 'otlp' }, advice: 'If you meant OTEL_METRICS_EXPORTER' },
    { env: { OTEL_RUN_ENDPOINT: 'x' }, advice: `If you meant ${ENDPOINT}` },
    { env: { OTEL_RUN_METRIC: 'all' }, advice: 'If you meant OTEL_RUN_METRICS,' },
    { env: { OTEL_RUN_IGNORED_PATH: '/x' }, advice: 'If you meant OTEL_RUN_IGNORE_PATHS' },
    {
      env: { [HEADERS]: 'Authorization: Basic abc' },
      advice: `${HEADERS}=authorization=Basic%20<base64 of user:password>`,
    },
    {
      env: { [HEADERS]: '"authorization=Basic%20abc"' },
      advice: `${HEADERS}=authorization=Basic%20<base64 of user:password>`,
    },
    {
      env: { [HEADERS]: '{"authorization":"Bearer abc","x-tenant":"shop"}' },
      advice: `${HEADERS}=authorization=Bearer%20<token>`,
    },
    { env: { [HEADERS]: 'Authorization: Bearer abc' }, advice: `${HEADERS}=authorization=Bearer%20<token>` },
  ])('$env', ({ env, advice }) => {
    const [found] = findingsOf({ env: { ...HEALTHY, ...env } as Record<string, string> });
    expect(found && findingWords(found).fix).toContain(advice);
  });
});
