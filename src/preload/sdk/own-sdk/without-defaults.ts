import { readList } from '../../../config/read-variable.ts';

/**
 * The variable with the names of the variables that hold otel-run's defaults, written by its command line.
 */
export const DEFAULTED = 'OTEL_RUN_DEFAULTED';

/**
 * Removes otel-run's defaults from the application's environment. Later readers find it as it would be alone.
 *
 * @returns that environment; `process.env` would be the build's copy of it
 */
export function withoutDefaults(): NodeJS.ProcessEnv {
  const { env } = process;
  for (const name of readList(env, DEFAULTED) ?? []) delete env[name];
  return env;
}
