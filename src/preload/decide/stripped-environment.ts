/** Variables that otel-run always writes. A tool that passes on only known variables keeps one of them. */
const WRITTEN = ['OTEL_RUN_DEFAULTED', 'OTEL_TRACES_EXPORTER', 'OTEL_CONFIG_FILE'];

/**
 * Whether something between otel-run and this process may have kept NODE_OPTIONS and removed the `OTEL_*` variables.
 *
 * @param preload gives the absolute path of the preload's entry file, as otel-run writes it
 */
export function mayBeStripped(env: NodeJS.ProcessEnv, preload: () => string): boolean {
  if (!env.NODE_OPTIONS || WRITTEN.some(name => env[name] !== undefined)) return false;
  return env.NODE_OPTIONS.includes(preload());
}
