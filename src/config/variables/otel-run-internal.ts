import type { VariableRow } from './variable.ts';

/** Variables that only otel-run itself sets. */
export const INTERNAL_ROWS: readonly VariableRow[] = [
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
