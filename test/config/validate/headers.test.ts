import { describeFindings, type Row } from '../describe-findings.ts';

describeFindings('headers', [
  {
    title: 'with a colon',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization: Basic abc==' },
    found: ['headers-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'with a colon and no "="',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization: Basic abc' },
    found: ['headers-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'with a stray "%"',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'x=100%' },
    found: ['headers-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'with an empty value',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=' },
    found: ['headers-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'with a ";"',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'cookie=a;b' },
    found: ['headers-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'with a bare "," in a value',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'x=a,b' },
    found: ['headers-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'with the line break of base64',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic abc\ndef' },
    found: ['headers-malformed OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'in quotes',
    env: { OTEL_EXPORTER_OTLP_HEADERS: '"authorization=Basic abc"' },
    found: ['headers-quoted OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'with a value in quotes',
    env: { OTEL_EXPORTER_OTLP_HEADERS: 'authorization="Basic abc"' },
    found: ['headers-quoted OTEL_EXPORTER_OTLP_HEADERS'],
  },
  {
    title: 'that are bad for one signal',
    env: { OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x' },
    found: ['headers-malformed OTEL_EXPORTER_OTLP_LOGS_HEADERS'],
  },
  { title: 'that are bad for a signal that is off', env: { OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x' } },
  ...[`x-key=\${KEY}`, 'x-key=$KEY', 'authorization=Bearer $TOKEN', 'authorization=Basic <token>'].map(
    (value): Row => ({
      title: `with what nothing replaced: ${value}`,
      env: { OTEL_EXPORTER_OTLP_HEADERS: value },
      found: ['headers-malformed OTEL_EXPORTER_OTLP_HEADERS'],
    }),
  ),
  { title: 'with a dollar sign in a value', env: { OTEL_EXPORTER_OTLP_HEADERS: 'x-key=pa$sword' } },
]);
