import { LIMIT_VARIABLES } from './limits.ts';
import { NODE_VARIABLES } from './node.ts';
import { OTEL_RUN_VARIABLES } from './otel-run.ts';
import { OTLP_VARIABLES } from './otlp.ts';
import { SDK_VARIABLES } from './sdk.ts';
import type { Variable } from './variable.ts';

/**
 * Every variable that otel-run knows: from the OpenTelemetry specification, from the JavaScript SDK, and its
 * own. Defaults, validation, doctor's listing and the tables in the documentation come from this list.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const VARIABLES: readonly Variable[] = [
  ...SDK_VARIABLES,
  ...OTLP_VARIABLES,
  ...LIMIT_VARIABLES,
  ...NODE_VARIABLES,
  ...OTEL_RUN_VARIABLES,
];

const BY_NAME: ReadonlyMap<string, Variable> = new Map(VARIABLES.map(variable => [variable.name, variable]));

/** The table's row for a name, or `undefined` for a variable that nothing reads. */
export function findVariable(name: string): Variable | undefined {
  return BY_NAME.get(name);
}
