import { expect, it } from 'vitest';
import { findingWords } from '../../../src/config/finding.ts';
import { describeFindings, findingsOf, HEALTHY, type Row } from '../describe-findings.ts';

describeFindings('an endpoint', [
  {
    title: 'is not set',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    found: ['endpoint-default OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'has no scheme',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
    found: ['endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'is a host name alone',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' },
    found: ['endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'begins with //',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: '//collector:4318' },
    found: ['endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'keeps its quotes',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: '"http://collector:4318"' },
    found: ['endpoint-quoted OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'keeps one quote',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318'" },
    found: ['endpoint-quoted OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'has a port that is not a number',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:port' },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'has no host',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://' },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'is a path',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: '/v1/traces' },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'has the scheme of gRPC over HTTP',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://collector:4318' },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'has a reference that Kubernetes did not replace',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://$(HOST_IP):4318' },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'has a reference that a shell did not replace',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://\${HOST_IP}:4318` },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: "has a query, and the signal's path would follow it",
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318?x=1' },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: "has the signal's path already",
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/v1/traces' },
    found: ['endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: "has the signal's path and a slash",
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/in/v1/logs/' },
    found: ['endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: "has the signal's path, for that signal alone",
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' },
  },
  {
    title: 'has no path, for one signal alone',
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318' },
    found: ['endpoint-path-missing OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
  },
  {
    title: 'is bad for a signal that is off',
    env: { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'localhost:4318' },
  },
  {
    title: 'is bad for a signal that goes to the console',
    env: { OTEL_TRACES_EXPORTER: 'console', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'localhost:4318' },
  },
  {
    title: 'is bad in general but good for each signal',
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'x y',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/v1/traces',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://c:4318/v1/logs',
    },
  },
  {
    title: 'of gRPC needs no scheme',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
    found: ['grpc-tls-assumed OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'of gRPC needs no scheme, and says no TLS',
    env: {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
      OTEL_EXPORTER_OTLP_INSECURE: 'true',
    },
  },
  {
    title: 'of gRPC has a path',
    env: {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317/v1/traces',
    },
    found: ['endpoint-path-ignored OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'of gRPC is a socket',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'unix:///run/otel.sock' },
  },
  {
    title: 'of gRPC is not an address',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector 4317' },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'of gRPC is a target of its own resolver',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'dns:///collector:4317' },
    found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'of gRPC has credentials',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:pw@collector:4317' },
    found: ['endpoint-credentials-ignored OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'has credentials over HTTP',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:pw$WORD@collector:4318' },
  },
  ...['http://$HOST:4318', '$HOST:4318', 'http://{{ .host }}:4318', 'http://<host>:4318', '%HOST%'].map(
    (value): Row => ({
      title: `is what nothing replaced: ${value}`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: value },
      found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
    }),
  ),
  ...['undefined', 'null', 'http://null:4318', 'http://http://collector:4318', 'https://http//c'].map(
    (value): Row => ({
      title: `is what a template made of nothing: ${value}`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: value },
      found: ['endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
    }),
  ),
  {
    title: "has another signal's path, for one signal alone",
    env: { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://collector:4318/v1/traces' },
    found: ['endpoint-path-wrong OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'],
  },
  {
    title: "has the signal's path twice, for that signal alone",
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces/v1/traces' },
    found: ['endpoint-path-doubled OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'],
  },
  ...['http://c:9411', 'http://c:14268/api', 'http://c:16686', 'http://c:8889', 'http://c:55680'].map(
    (value): Row => ({
      title: `has the port of something else: ${value}`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: value },
      found: ['protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT'],
    }),
  ),
  ...['http://collector:443', 'https://collector:80'].map(
    (value): Row => ({
      title: `has the port of the other scheme: ${value}`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: value },
      found: ['protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT'],
    }),
  ),
]);

it.each([
  { endpoint: 'localhost:4318', corrected: 'http://localhost:4318' },
  { endpoint: '//collector:4318', corrected: 'http://collector:4318' },
  { endpoint: 'http//collector:4318', corrected: 'http://collector:4318' },
  { endpoint: '4318', corrected: 'http://localhost:4318' },
  { endpoint: 'htp://collector:4318', corrected: 'http://collector:4318' },
  { endpoint: 'http://https://collector:4318', corrected: 'https://collector:4318' },
  { endpoint: 'http://collector:4318?x=1', corrected: 'http://collector:4318' },
])('the line to copy for the endpoint $endpoint is $corrected', ({ endpoint, corrected }) => {
  const [found] = findingsOf({ env: { ...HEALTHY, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } });
  expect(found && findingWords(found).fix).toMatch(new RegExp(`OTEL_EXPORTER_OTLP_ENDPOINT=${corrected}$`));
});
