import { INTERNAL_ROWS } from './otel-run-internal.ts';
import { PROCESS_ROWS } from './otel-run-processes.ts';
import { TELEMETRY_ROWS } from './otel-run-telemetry.ts';
import type { Variable } from './variable.ts';

/** otel-run's own variables. */
export const OTEL_RUN_VARIABLES: readonly Variable[] = [
  ...PROCESS_ROWS,
  ...TELEMETRY_ROWS,
  ...INTERNAL_ROWS,
].map(row => ({ group: 'otel-run', ...row }));

/** The names of the variables that only otel-run itself sets. */
export const INTERNAL_VARIABLES: readonly string[] = INTERNAL_ROWS.map(({ name }) => name);
