/**
 * Ends in otel-run's own process what is meant for the command, but what every Node.js starts: the debugger of
 * `NODE_OPTIONS=--inspect`, which has taken the port that the command would find in use, and the coverage of
 * `NODE_V8_COVERAGE`, which would count otel-run as a program of the application's.
 */
export function leaveToCommand(env: NodeJS.ProcessEnv): void {
  if (env.NODE_OPTIONS?.includes('--inspect')) process.getBuiltinModule('node:inspector').close();
  if (env.NODE_V8_COVERAGE) process.getBuiltinModule('node:v8').stopCoverage();
}
