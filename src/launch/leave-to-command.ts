/**
 * Ends features in otel-run's own process that are meant for the command but that every Node.js process
 * starts: the debugger of `NODE_OPTIONS=--inspect`, which has taken the port that the command needs, and the
 * coverage of `NODE_V8_COVERAGE`, which would count otel-run as part of the application.
 */
export function leaveToCommand(env: NodeJS.ProcessEnv): void {
  if (env.NODE_OPTIONS?.includes('--inspect')) process.getBuiltinModule('node:inspector').close();
  if (env.NODE_V8_COVERAGE) process.getBuiltinModule('node:v8').stopCoverage();
}
