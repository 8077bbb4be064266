import { OTEL_RUN_DEFAULTS as OWN } from '../defaults.ts';
import type { VariableRow } from './variable.ts';

/** Variables that determine which processes are instrumented, and with what. */
export const PROCESS_ROWS: readonly VariableRow[] = [
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
    name: 'OTEL_RUN_SKIP',
    type: 'list',
    summary: 'additional programs in which not to initialize, as * globs',
  },
  {
    name: 'OTEL_RUN_WORKER_THREADS',
    type: 'boolean',
    default: OWN.OTEL_RUN_WORKER_THREADS,
    summary: 'initialize in worker threads that run application code',
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
  { name: 'OTEL_RUN_WORK_SPANS', type: 'list', summary: 'units of work to name, as module#export=span name' },
];
