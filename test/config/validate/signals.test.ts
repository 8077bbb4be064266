import { describeFindings } from '../describe-findings.ts';

describeFindings('an exporter', [
  {
    title: 'is misspelled',
    env: { OTEL_TRACES_EXPORTER: 'otpl' },
    found: ['exporter-unknown OTEL_TRACES_EXPORTER'],
  },
  {
    title: 'is misspelled beside a good one',
    env: { OTEL_LOGS_EXPORTER: 'otlp,consol' },
    found: ['exporter-unknown OTEL_LOGS_EXPORTER'],
  },
  {
    title: 'is for metrics alone',
    env: { OTEL_TRACES_EXPORTER: 'prometheus' },
    found: ['exporter-unknown OTEL_TRACES_EXPORTER'],
  },
  {
    title: 'is misspelled beside none, which wins',
    env: { OTEL_METRICS_EXPORTER: 'none,otpl' },
    found: ['exporter-none-among-others OTEL_METRICS_EXPORTER'],
  },
  {
    title: 'is switched off by none beside it',
    env: { OTEL_TRACES_EXPORTER: 'otlp,none' },
    found: ['exporter-none-among-others OTEL_TRACES_EXPORTER'],
  },
  {
    title: 'is "none" for every signal',
    env: { OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
    found: ['nothing-exported OTEL_TRACES_EXPORTER'],
  },
  {
    title: 'turns metrics on',
    env: { OTEL_METRICS_EXPORTER: 'otlp' },
    found: ['metrics-enabled OTEL_METRICS_EXPORTER'],
  },
  {
    title: 'turns metrics on, all of them',
    env: { OTEL_METRICS_EXPORTER: 'prometheus', OTEL_RUN_METRICS: 'all' },
    found: ['metrics-uncurated OTEL_RUN_METRICS', 'metrics-enabled OTEL_METRICS_EXPORTER'],
  },
  { title: 'is "none", so OTEL_RUN_METRICS=all has no effect', env: { OTEL_RUN_METRICS: 'all' } },
]);

describeFindings('logs', [
  {
    title: 'are off in development',
    env: { NODE_ENV: 'development' },
    found: ['logs-off-development OTEL_LOGS_EXPORTER'],
  },
  {
    title: 'are off in development, with whatever was wrong about them',
    env: { NODE_ENV: 'test', OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'x', OTEL_LOGS_EXPORTER: 'otpl' },
    found: ['logs-off-development OTEL_LOGS_EXPORTER'],
  },
  {
    title: 'may be collected twice in Kubernetes',
    env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
    found: ['logs-twice OTEL_LOGS_EXPORTER'],
  },
  {
    title: 'are collected once where they are not exported',
    env: { KUBERNETES_SERVICE_HOST: '10.0.0.1', OTEL_LOGS_EXPORTER: 'none' },
  },
]);
