/** Variables that otel-run always writes. A tool that passes on only known variables keeps one of them. */
const WRITTEN = ['OTEL_RUN_DEFAULTED', 'OTEL_TRACES_EXPORTER', 'OTEL_CONFIG_FILE'];

/**
 * The message for the case that something between otel-run and this process kept NODE_OPTIONS but removed the
 * `OTEL_*` variables; otherwise undefined.
 *
 * @param preload gives the absolute path of the preload's entry file, as otel-run writes it
 */
export function strippedEnvironment(env: NodeJS.ProcessEnv, preload: () => string): string | undefined {
  if (!env.NODE_OPTIONS || WRITTEN.some(name => env[name] !== undefined)) return undefined;
  if (!env.NODE_OPTIONS.includes(preload())) return undefined;
  // Turborepo's strict mode: https://turborepo.dev/docs/crafting-your-repository/using-environment-variables
  if (env.TURBO_HASH !== undefined) {
    return 'turbo removes the OTEL_* variables from its tasks, including the destination of telemetry: add "globalPassThroughEnv": ["OTEL_*"] to turbo.json';
  }
  const isEmpty = !Object.keys(env).some(name => name.startsWith('OTEL_'));
  return isEmpty
    ? `process ${process.pid} is not instrumented: no OTEL_* variable reaches it, only NODE_OPTIONS. Set OTEL_SERVICE_NAME, or let the program between otel-run and this process pass OTEL_* on`
    : undefined;
}
