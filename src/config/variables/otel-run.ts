import { OTEL_RUN_DEFAULTS as OWN } from '../defaults.ts';
import type { Variable } from './variable.ts';

type Row = Omit<Variable, 'group'>;

const ROWS: readonly Row[] = [
  {
    name: 'OTEL_RUN_ENVIRONMENT',
    type: 'string',
    flag: '--environment',
    summary: 'deployment.environment.name, a label',
  },
  {
    name: 'OTEL_RUN_DEVELOPMENT',
    type: 'boolean',
    flag: '--development',
    summary: 'development mode; unset: on when NODE_ENV is development or test',
  },
  {
    name: 'OTEL_RUN_ENV_FILE',
    type: 'list',
    flag: '--env-file',
    summary: 'dotenv files whose variables reach the command',
  },
  {
    name: 'OTEL_RUN_FAIL_OPEN',
    type: 'boolean',
    default: OWN.OTEL_RUN_FAIL_OPEN,
    flag: '--fail-open',
    summary: 'run uninstrumented instead of refusing an invalid configuration',
  },
  {
    name: 'OTEL_RUN_DISABLED',
    type: 'boolean',
    default: OWN.OTEL_RUN_DISABLED,
    summary: 'run the command untouched',
  },
  {
    name: 'OTEL_RUN_METRICS',
    type: 'enum',
    values: ['curated', 'all'],
    unknown: 'value-unknown',
    default: OWN.OTEL_RUN_METRICS,
    signal: 'metrics',
    summary: 'which metrics are exported, if metrics are on: a small bounded set, or everything measured',
  },
  {
    name: 'OTEL_RUN_METRICS_INSTANCE_ID',
    type: 'enum',
    values: ['stable', 'process', 'none'],
    unknown: 'value-unknown',
    default: OWN.OTEL_RUN_METRICS_INSTANCE_ID,
    signal: 'metrics',
    summary: 'service.instance.id of metrics: the same after a restart, the id of spans and logs, or none',
  },
  {
    name: 'OTEL_RUN_FLUSH_TIMEOUT',
    type: 'number',
    min: 0,
    default: OWN.OTEL_RUN_FLUSH_TIMEOUT,
    summary: 'ms that an exit may wait to deliver telemetry; 0: never wait',
  },
  {
    name: 'OTEL_RUN_MAX_QUEUE_BYTES',
    type: 'number',
    min: 1,
    default: OWN.OTEL_RUN_MAX_QUEUE_BYTES,
    summary:
      'bytes of telemetry, all signals together, that may wait in a process; the rest is dropped and counted',
  },
  {
    name: 'OTEL_RUN_MAX_VALUE_LENGTH',
    type: 'number',
    min: 1,
    default: OWN.OTEL_RUN_MAX_VALUE_LENGTH,
    summary: 'characters of a log body, and of an attribute value if no OTEL_*_VALUE_LENGTH_LIMIT is set',
  },
  {
    name: 'OTEL_RUN_DELIVERY_THREAD',
    type: 'boolean',
    default: OWN.OTEL_RUN_DELIVERY_THREAD,
    summary:
      'send telemetry from a dedicated thread; false: from the main thread, and process.exit does not wait',
  },
  {
    name: 'OTEL_RUN_LOG_CORRELATION',
    type: 'boolean',
    default: OWN.OTEL_RUN_LOG_CORRELATION,
    summary: "write trace ids into the application's own JSON log lines, outside development",
  },
  {
    name: 'OTEL_RUN_CONTEXT_HEADERS',
    type: 'list',
    default: OWN.OTEL_RUN_CONTEXT_HEADERS,
    summary: 'request headers to add to every log record of the request',
  },
  {
    name: 'OTEL_RUN_IGNORE_PATHS',
    type: 'list',
    summary: 'paths of server requests not to trace, as * globs',
  },
  {
    name: 'OTEL_RUN_OWN_SDK',
    type: 'enum',
    values: ['ours', 'theirs'],
    unknown: 'value-unknown',
    default: OWN.OTEL_RUN_OWN_SDK,
    summary: 'which SDK is active if the application starts its own',
  },
  {
    name: 'OTEL_RUN_EXTEND',
    type: 'path',
    summary: 'module that adds instrumentations, processors, a sampler, views',
  },
  {
    name: 'OTEL_RUN_WORKER_THREADS',
    type: 'boolean',
    default: OWN.OTEL_RUN_WORKER_THREADS,
    summary: 'initialize in worker threads that run application code',
  },
  { name: 'OTEL_RUN_SKIP', type: 'list', summary: 'additional programs not to initialize in, as * globs' },
  {
    name: 'OTEL_RUN_CONSOLE_LOGS',
    type: 'boolean',
    default: OWN.OTEL_RUN_CONSOLE_LOGS,
    summary: 'also export console calls as log records',
  },
  {
    name: 'OTEL_RUN_STDOUT_LOGS',
    type: 'boolean',
    default: OWN.OTEL_RUN_STDOUT_LOGS,
    summary: 'also export JSON lines on stdout and stderr as log records, whichever logger wrote them',
  },
  {
    name: 'OTEL_RUN_REDACT',
    type: 'list',
    summary: 'additional headers, query parameters and fields whose values are exported as [REDACTED]',
  },
  {
    name: 'OTEL_RUN_REQUEST_ID_HEADER',
    type: 'string',
    summary: "response header that returns a request's id; unset: none",
  },
  {
    name: 'OTEL_RUN_SAMPLING',
    type: 'string',
    summary: 'which traces to keep, decided when they end: error=1, slow:500ms=1, GET /healthz=0, *=0.05',
  },
  {
    name: 'OTEL_RUN_SAMPLING_LOGS',
    type: 'enum',
    values: ['traces', 'all'],
    unknown: 'value-unknown',
    default: OWN.OTEL_RUN_SAMPLING_LOGS,
    summary: 'log records below WARN of dropped traces: dropped with their trace, or all exported',
  },
  {
    name: 'OTEL_RUN_SAMPLING_MAX_SPANS',
    type: 'number',
    min: 1,
    default: OWN.OTEL_RUN_SAMPLING_MAX_SPANS,
    summary:
      'spans, and log records, that may wait for their trace to end; above that, traces are decided early',
  },
  {
    name: 'OTEL_RUN_LOG_LIMIT',
    type: 'string',
    summary: 'most log records with the same severity and message, such as 100/s; the rest are counted',
  },
  { name: 'OTEL_RUN_WORK_SPANS', type: 'list', summary: 'units of work to name, as module#export=span name' },
  {
    name: 'OTEL_RUN_DEFAULTED',
    type: 'list',
    summary: 'set by otel-run: variables that hold its own defaults',
  },
  {
    name: 'OTEL_RUN_REPORT',
    type: 'path',
    summary: 'internal, set by otel-run smoke: file to which each process appends its report',
  },
  {
    name: 'OTEL_RUN_VIEW',
    type: 'string',
    summary: 'internal, set by otel-run view: where all processes below it send telemetry',
  },
  {
    name: 'OTEL_RUN_INITIALIZED',
    type: 'string',
    summary: 'set by otel-run: identity of the thread that initialized',
  },
];

/** otel-run's own variables. */
export const OTEL_RUN_VARIABLES: readonly Variable[] = ROWS.map(row => ({ group: 'otel-run', ...row }));

/** The variables that only otel-run itself sets. */
export const INTERNAL_VARIABLES: readonly string[] = [
  'OTEL_RUN_DEFAULTED',
  'OTEL_RUN_REPORT',
  'OTEL_RUN_VIEW',
  'OTEL_RUN_INITIALIZED',
];
