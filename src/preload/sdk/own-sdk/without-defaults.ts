import { readList } from '../../../config/settings.ts';

/** Variables that hold a default of otel-run's, written by its command line. */
export const DEFAULTED = 'OTEL_RUN_DEFAULTED';

/**
 * Takes otel-run's defaults out of the application's environment: what reads it from now on finds it as it would alone.
 *
 * @returns that environment; `process.env` would be the build's copy of it
 */
export function withoutDefaults(): NodeJS.ProcessEnv {
  const { env } = process;
  for (const name of readList(env, DEFAULTED) ?? []) delete env[name];
  return env;
}
