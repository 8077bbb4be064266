/** What removed the `OTEL_*` variables from an environment, and what to do about it. Undefined if nothing has. */
export function explainStripped(env: NodeJS.ProcessEnv): string | undefined {
  // Turborepo's strict mode: https://turborepo.dev/docs/crafting-your-repository/using-environment-variables
  if (env.TURBO_HASH !== undefined) {
    return 'turbo removes the OTEL_* variables from its tasks, including the destination of telemetry: add "globalPassThroughEnv": ["OTEL_*"] to turbo.json';
  }
  const isEmpty = !Object.keys(env).some(name => name.startsWith('OTEL_'));
  return isEmpty
    ? `process ${process.pid} is not instrumented: no OTEL_* variable reaches it, only NODE_OPTIONS. Set OTEL_SERVICE_NAME, or let the program between otel-run and this process pass OTEL_* on`
    : undefined;
}
