import { DECLARED_DEFAULTS as DECLARED } from '../defaults.ts';
import type { Variable, VariableRow } from './variable.ts';

const GENERAL: readonly VariableRow[] = [
  { name: 'OTEL_SERVICE_NAME', type: 'string', flag: '--service', summary: 'service.name' },
  {
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    type: 'attributes',
    summary: 'resource attributes, as key=value,key=value',
  },
  {
    name: 'OTEL_ENTITIES',
    type: 'string',
    unsupported: 'use OTEL_RESOURCE_ATTRIBUTES',
    summary: 'entities of the resource',
  },
  { name: 'OTEL_SDK_DISABLED', type: 'boolean', default: 'false', summary: 'no telemetry at all' },
  {
    name: 'OTEL_CONFIG_FILE',
    type: 'path',
    summary: 'declarative configuration; other variables then only fill its placeholders',
  },
  {
    name: 'OTEL_EXPERIMENTAL_CONFIG_FILE',
    type: 'path',
    unsupported: 'use OTEL_CONFIG_FILE',
    summary: 'former name of OTEL_CONFIG_FILE',
  },
  {
    name: 'OTEL_LOG_LEVEL',
    type: 'enum',
    values: ['none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'],
    unknown: 'value-unknown',
    summary: "level of the SDK's own messages; info also asks for a start-up summary",
  },
  {
    name: 'OTEL_PROPAGATORS',
    type: 'list',
    values: ['tracecontext', 'baggage', 'b3', 'b3multi', 'none'],
    unknown: 'propagator-unknown',
    default: 'tracecontext,baggage',
    summary: 'how trace context travels between services',
  },
];

const TRACES: readonly VariableRow[] = [
  {
    name: 'OTEL_TRACES_EXPORTER',
    type: 'list',
    values: ['otlp', 'console', 'none'],
    unknown: 'exporter-unknown',
    declared: DECLARED.OTEL_TRACES_EXPORTER,
    default: 'otlp',
    signal: 'traces',
    summary: 'where spans go',
  },
  {
    name: 'OTEL_TRACES_SAMPLER',
    type: 'enum',
    values: [
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ],
    unknown: 'sampler-unknown',
    declared: DECLARED.OTEL_TRACES_SAMPLER,
    default: 'parentbased_always_on',
    signal: 'traces',
    summary: 'which traces are kept',
  },
  {
    name: 'OTEL_TRACES_SAMPLER_ARG',
    type: 'string',
    signal: 'traces',
    summary: 'share of traces kept by a traceidratio sampler, from 0 to 1',
  },
];

const LOGS_AND_METRICS: readonly VariableRow[] = [
  {
    name: 'OTEL_LOGS_EXPORTER',
    type: 'list',
    values: ['otlp', 'console', 'none'],
    unknown: 'exporter-unknown',
    declared: DECLARED.OTEL_LOGS_EXPORTER,
    default: 'otlp',
    signal: 'logs',
    summary: 'where log records go',
  },
  {
    name: 'OTEL_METRICS_EXPORTER',
    type: 'list',
    values: ['otlp', 'prometheus', 'console', 'none'],
    unknown: 'exporter-unknown',
    declared: DECLARED.OTEL_METRICS_EXPORTER,
    default: 'otlp',
    signal: 'metrics',
    summary: 'where metrics go',
  },
  {
    name: 'OTEL_METRICS_EXEMPLAR_FILTER',
    type: 'enum',
    signal: 'metrics',
    unsupported: 'the SDK records no exemplars',
    summary: 'which measurements become exemplars',
  },
  {
    name: 'OTEL_METRIC_EXPORT_INTERVAL',
    type: 'number',
    min: 1,
    default: '60000',
    signal: 'metrics',
    summary: 'ms between two exports of metrics',
  },
  {
    name: 'OTEL_METRIC_EXPORT_TIMEOUT',
    type: 'number',
    min: 1,
    default: '30000',
    signal: 'metrics',
    summary: 'ms for one export of metrics',
  },
];

/** The specification's variables for the SDK as a whole or for one signal. */
export const SDK_VARIABLES: readonly Variable[] = [...GENERAL, ...TRACES, ...LOGS_AND_METRICS].map(row => ({
  group: 'sdk',
  ...row,
}));
