import type { Environment } from './configuration.ts';
import { parseList } from './parse/values.ts';

/**
 * The env files to read, in order: those of `--env-file`, or where there is none those of OTEL_RUN_ENV_FILE, a comma
 * list. A later file wins over an earlier one.
 */
export function envFilePaths(flag: readonly string[] | undefined, env: Environment): readonly string[] {
  return flag?.length ? flag : (parseList(env.OTEL_RUN_ENV_FILE) ?? []);
}
