import { describeFindings } from '../describe-findings.ts';

describeFindings('a protocol', [
  ['is half a name', { OTEL_EXPORTER_OTLP_PROTOCOL: 'http' }, 'protocol-unknown OTEL_EXPORTER_OTLP_PROTOCOL'],
  [
    'is misspelled for one signal',
    { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'gprc' },
    'protocol-unknown OTEL_EXPORTER_OTLP_LOGS_PROTOCOL',
  ],
  ['is misspelled for a signal that is off', { OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'gprc' }],
  [
    'is misspelled in general but right for each signal',
    {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json',
    },
  ],
  [
    'is HTTP on the port of gRPC',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' },
    'protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'is gRPC on the port of HTTP',
    { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
  [
    'is gRPC for one signal on the port of HTTP',
    { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' },
    'protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
]);

describeFindings('a certificate', [
  ['is there', { OTEL_EXPORTER_OTLP_CERTIFICATE: '/certs/ca.pem' }],
  [
    'is not there',
    { OTEL_EXPORTER_OTLP_CERTIFICATE: '/certs/no.pem' },
    'certificate-unreadable OTEL_EXPORTER_OTLP_CERTIFICATE',
  ],
  [
    'has a key that is not there',
    { OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: '/certs/no.key' },
    'certificate-unreadable OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY',
  ],
  ['is not there for a signal that is off', { OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: '/certs/no.pem' }],
  [
    'is no certificate',
    { OTEL_EXPORTER_OTLP_CERTIFICATE: '/certs/malformed.pem' },
    'certificate-invalid OTEL_EXPORTER_OTLP_CERTIFICATE',
  ],
  [
    "is the client's without its key",
    { OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '/certs/client.pem' },
    'certificate-incomplete OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE',
  ],
  [
    "is the client's with a key for one signal",
    {
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '/certs/client.pem',
      OTEL_EXPORTER_OTLP_CLIENT_KEY: '/certs/client.key',
    },
  ],
]);
