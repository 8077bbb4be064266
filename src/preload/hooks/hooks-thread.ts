import Module from 'node:module';

/** Tells the thread that is started while it is set that otel-run starts it. */
const VARIABLE = 'OTEL_RUN_HOOKS_THREAD';

type Load = (request: string, parent?: NodeJS.Module, isMain?: boolean) => unknown;

/**
 * Runs something that starts the thread of Node.js's module hooks, unless it was to be started anyway: Node.js runs in it
 * whatever `--require` names, a second time, and ends the process where that throws, as `process.chdir()` does there.
 */
export function withoutPreloads(execArgv: readonly string[], start: () => void): void {
  const isStartedAnyway = execArgv.some(argument => /^--(?:experimental-)?loader\b/.test(argument));
  // A thread gets the environment as it is, not the copy that the build puts in place of `process.env`.
  const { env } = process;
  if (!isStartedAnyway) env[VARIABLE] = 'true';
  try {
    start();
  } finally {
    delete env[VARIABLE];
  }
}

/** In that thread: what comes after otel-run among the preloads is the application's, and runs in its own threads alone. */
export function withholdPreloads(env: NodeJS.ProcessEnv): void {
  if (env[VARIABLE] === undefined) return;
  delete env[VARIABLE];
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  loader._load = function _load(request, parent, isMain) {
    return parent?.id === 'internal/preload' ? {} : original.call(this, request, parent, isMain);
  };
}
