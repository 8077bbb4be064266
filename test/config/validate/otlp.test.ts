import { describeFindings } from '../describe-findings.ts';

describeFindings('a protocol', [
  {
    title: 'is half a name',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http' },
    found: ['protocol-unknown OTEL_EXPORTER_OTLP_PROTOCOL'],
  },
  {
    title: 'is misspelled for one signal',
    env: { OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'gprc' },
    found: ['protocol-unknown OTEL_EXPORTER_OTLP_LOGS_PROTOCOL'],
  },
  { title: 'is misspelled for a signal that is off', env: { OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'gprc' } },
  {
    title: 'is misspelled in general but right for each signal',
    env: {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'http/json',
    },
  },
  {
    title: 'is HTTP on the port of gRPC',
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4317' },
    found: ['protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'is gRPC on the port of HTTP',
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    found: ['protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
  {
    title: 'is gRPC for one signal on the port of HTTP',
    env: { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' },
    found: ['protocol-port-mismatch OTEL_EXPORTER_OTLP_ENDPOINT'],
  },
]);

describeFindings('a certificate', [
  { title: 'is there', env: { OTEL_EXPORTER_OTLP_CERTIFICATE: '/certs/ca.pem' } },
  {
    title: 'is not there',
    env: { OTEL_EXPORTER_OTLP_CERTIFICATE: '/certs/no.pem' },
    found: ['certificate-unreadable OTEL_EXPORTER_OTLP_CERTIFICATE'],
  },
  {
    title: 'has a key that is not there',
    env: { OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: '/certs/no.key' },
    found: ['certificate-unreadable OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY'],
  },
  {
    title: 'is not there for a signal that is off',
    env: { OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: '/certs/no.pem' },
  },
  {
    title: 'is not a certificate',
    env: { OTEL_EXPORTER_OTLP_CERTIFICATE: '/certs/malformed.pem' },
    found: ['certificate-invalid OTEL_EXPORTER_OTLP_CERTIFICATE'],
  },
  {
    title: "is the client's without its key",
    env: { OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '/certs/client.pem' },
    found: ['certificate-incomplete OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE'],
  },
  {
    title: "is the client's with a key for one signal",
    env: {
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: '/certs/client.pem',
      OTEL_EXPORTER_OTLP_CLIENT_KEY: '/certs/client.key',
    },
  },
]);
