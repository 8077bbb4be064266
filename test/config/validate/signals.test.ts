import { describeFindings } from '../describe-findings.ts';

describeFindings('an exporter', [
  ['is misspelled', { OTEL_TRACES_EXPORTER: 'otpl' }, 'exporter-unknown OTEL_TRACES_EXPORTER'],
  [
    'is misspelled beside a good one',
    { OTEL_LOGS_EXPORTER: 'otlp,consol' },
    'exporter-unknown OTEL_LOGS_EXPORTER',
  ],
  ['is for metrics alone', { OTEL_TRACES_EXPORTER: 'prometheus' }, 'exporter-unknown OTEL_TRACES_EXPORTER'],
  [
    'is misspelled beside none, which wins',
    { OTEL_METRICS_EXPORTER: 'none,otpl' },
    'exporter-none-among-others OTEL_METRICS_EXPORTER',
  ],
  [
    'is switched off by none beside it',
    { OTEL_TRACES_EXPORTER: 'otlp,none' },
    'exporter-none-among-others OTEL_TRACES_EXPORTER',
  ],
  [
    'is none for every signal',
    { OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
    'nothing-exported OTEL_TRACES_EXPORTER',
  ],
  ['turns metrics on', { OTEL_METRICS_EXPORTER: 'otlp' }, 'metrics-enabled OTEL_METRICS_EXPORTER'],
  [
    'turns metrics on, all of them',
    { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_RUN_METRICS: 'all' },
    'metrics-uncurated OTEL_RUN_METRICS',
    'metrics-enabled OTEL_METRICS_EXPORTER',
  ],
  ['is none, so OTEL_RUN_METRICS=all means nothing', { OTEL_RUN_METRICS: 'all' }],
]);

describeFindings('logs', [
  ['are off in development', { NODE_ENV: 'development' }, 'logs-off-development OTEL_LOGS_EXPORTER'],
  [
    'are off in development, with whatever was wrong about them',
    { NODE_ENV: 'test', OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'x', OTEL_LOGS_EXPORTER: 'otpl' },
    'logs-off-development OTEL_LOGS_EXPORTER',
  ],
  [
    'may be collected twice in Kubernetes',
    { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
    'logs-twice OTEL_LOGS_EXPORTER',
  ],
  [
    'are collected once where they are not exported',
    { KUBERNETES_SERVICE_HOST: '10.0.0.1', OTEL_LOGS_EXPORTER: 'none' },
  ],
]);
