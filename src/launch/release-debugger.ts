/**
 * `NODE_OPTIONS=--inspect` means the command, but every Node.js obeys: otel-run's own has taken the port. Gives it back
 * before the command starts, which would find it in use.
 */
export function releaseDebugger(env: NodeJS.ProcessEnv): void {
  if (env.NODE_OPTIONS?.includes('--inspect')) process.getBuiltinModule('node:inspector').close();
}
