import type { Environment } from './configuration.ts';
import { parseList } from './parse/values.ts';

/**
 * The env files to read, in order: those of `--env-file`, or if there is none, those in the comma-separated
 * list of OTEL_RUN_ENV_FILE. A later file overrides an earlier one.
 */
export function envFilePaths(flag: readonly string[] | undefined, env: Environment): readonly string[] {
  return flag?.length ? flag : (parseList(env.OTEL_RUN_ENV_FILE) ?? []);
}
