import { describeFindings, type Row } from '../describe-findings.ts';

describeFindings('headers', [
  [
    'with a colon',
    { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization: Basic abc==' },
    'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'with a colon and no "="',
    { OTEL_EXPORTER_OTLP_HEADERS: 'Authorization: Basic abc' },
    'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'with a stray "%"',
    { OTEL_EXPORTER_OTLP_HEADERS: 'x=100%' },
    'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'with an empty value',
    { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=' },
    'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'with a ";"',
    { OTEL_EXPORTER_OTLP_HEADERS: 'cookie=a;b' },
    'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'with a bare "," in a value',
    { OTEL_EXPORTER_OTLP_HEADERS: 'x=a,b' },
    'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'with the line break of base64',
    { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic abc\ndef' },
    'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'in quotes',
    { OTEL_EXPORTER_OTLP_HEADERS: '"authorization=Basic abc"' },
    'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'with a value in quotes',
    { OTEL_EXPORTER_OTLP_HEADERS: 'authorization="Basic abc"' },
    'headers-quoted OTEL_EXPORTER_OTLP_HEADERS',
  ],
  [
    'that are bad for one signal',
    { OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x' },
    'headers-malformed OTEL_EXPORTER_OTLP_LOGS_HEADERS',
  ],
  ['that are bad for a signal that is off', { OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x' }],
  ...[`x-key=\${KEY}`, 'x-key=$KEY', 'authorization=Bearer $TOKEN', 'authorization=Basic <token>'].map(
    (value): Row => [
      `with what nothing replaced: ${value}`,
      { OTEL_EXPORTER_OTLP_HEADERS: value },
      'headers-malformed OTEL_EXPORTER_OTLP_HEADERS',
    ],
  ),
  ['with a dollar sign in a value', { OTEL_EXPORTER_OTLP_HEADERS: 'x-key=pa$sword' }],
]);
