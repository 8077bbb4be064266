import { expect, it } from 'vitest';
import { findingWords } from '../../../src/config/finding.ts';
import { describeFindings, findingsOf, HEALTHY, type Row } from '../describe-findings.ts';

describeFindings('an endpoint', [
  ['is not set', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, 'endpoint-default OTEL_EXPORTER_OTLP_ENDPOINT'],
  [
    'has no scheme',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
    'endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'is a host name alone',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' },
    'endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'begins with //',
    { OTEL_EXPORTER_OTLP_ENDPOINT: '//collector:4318' },
    'endpoint-no-scheme OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'keeps its quotes',
    { OTEL_EXPORTER_OTLP_ENDPOINT: '"http://collector:4318"' },
    'endpoint-quoted OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'keeps one quote',
    { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318'" },
    'endpoint-quoted OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'has a port that is none',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:port' },
    'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  ['has no host', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://' }, 'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT'],
  [
    'is a path',
    { OTEL_EXPORTER_OTLP_ENDPOINT: '/v1/traces' },
    'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'has the scheme of gRPC over HTTP',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://collector:4318' },
    'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'has a reference that Kubernetes did not replace',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://$(HOST_IP):4318' },
    'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'has a reference that a shell did not replace',
    { OTEL_EXPORTER_OTLP_ENDPOINT: `http://\${HOST_IP}:4318` },
    'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    "has a query, and the signal's path would follow it",
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318?x=1' },
    'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    "has the signal's path already",
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/v1/traces' },
    'endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    "has the signal's path and a slash",
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/in/v1/logs/' },
    'endpoint-path-doubled OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    "has the signal's path, for that signal alone",
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' },
  ],
  [
    'has no path, for one signal alone',
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318' },
    'endpoint-path-missing OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  ],
  ['is bad for a signal that is off', { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'localhost:4318' }],
  [
    'is bad for a signal that goes to the console',
    { OTEL_TRACES_EXPORTER: 'console', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'localhost:4318' },
  ],
  [
    'is bad in general but good for each signal',
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'x y',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/v1/traces',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://c:4318/v1/logs',
    },
  ],
  [
    'of gRPC needs no scheme',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
    'grpc-tls-assumed OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'of gRPC needs no scheme, and says no TLS',
    {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
      OTEL_EXPORTER_OTLP_INSECURE: 'true',
    },
  ],
  [
    'of gRPC has a path',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317/v1/traces' },
    'endpoint-path-ignored OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'of gRPC is a socket',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'unix:///run/otel.sock' },
  ],
  [
    'of gRPC is no address',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector 4317' },
    'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'of gRPC is a target of its own resolver',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'dns:///collector:4317' },
    'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'of gRPC has credentials',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:pw@collector:4317' },
    'endpoint-credentials-ignored OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  ['has credentials over HTTP', { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:pw$WORD@collector:4318' }],
  ...['http://$HOST:4318', '$HOST:4318', 'http://{{ .host }}:4318', 'http://<host>:4318', '%HOST%'].map(
    (value): Row => [
      `is what nothing replaced: ${value}`,
      { OTEL_EXPORTER_OTLP_ENDPOINT: value },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
  ),
  ...['undefined', 'null', 'http://null:4318', 'http://http://collector:4318', 'https://http//c'].map(
    (value): Row => [
      `is what a template made of nothing: ${value}`,
      { OTEL_EXPORTER_OTLP_ENDPOINT: value },
      'endpoint-invalid OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
  ),
  [
    "has another signal's path, for one signal alone",
    { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://collector:4318/v1/traces' },
    'endpoint-path-wrong OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
  ],
  [
    "has the signal's path twice, for that signal alone",
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces/v1/traces' },
    'endpoint-path-doubled OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  ],
  ...['http://c:9411', 'http://c:14268/api', 'http://c:16686', 'http://c:8889', 'http://c:55680'].map(
    (value): Row => [
      `has the port of something else: ${value}`,
      { OTEL_EXPORTER_OTLP_ENDPOINT: value },
      'protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
  ),
  ...['http://collector:443', 'https://collector:80'].map(
    (value): Row => [
      `has the port of the other scheme: ${value}`,
      { OTEL_EXPORTER_OTLP_ENDPOINT: value },
      'protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT',
    ],
  ),
]);

it.each([
  ['localhost:4318', 'http://localhost:4318'],
  ['//collector:4318', 'http://collector:4318'],
  ['http//collector:4318', 'http://collector:4318'],
  ['4318', 'http://localhost:4318'],
  ['htp://collector:4318', 'http://collector:4318'],
  ['http://https://collector:4318', 'https://collector:4318'],
  ['http://collector:4318?x=1', 'http://collector:4318'],
])('the line to copy for %s is %s', (value, corrected) => {
  const [found] = findingsOf({ env: { ...HEALTHY, OTEL_EXPORTER_OTLP_ENDPOINT: value } });
  expect(found && findingWords(found).fix).toMatch(new RegExp(`OTEL_EXPORTER_OTLP_ENDPOINT=${corrected}$`));
});
