import Module from 'node:module';

/** While set, tells a starting thread that otel-run starts it. */
const VARIABLE = 'OTEL_RUN_HOOKS_THREAD';

/**
 * The real environment, which a thread gets: neither the copy that the build puts in place of `process.env`, nor what the
 * application may.
 */
const { env } = process;

type Load = (request: string, parent?: NodeJS.Module, isMain?: boolean) => unknown;

/**
 * Runs a function that starts the thread of Node.js's module hooks. Node.js runs all `--require` modules a
 * second time in that thread, and ends the process if one throws, as `process.chdir()` does there. A thread
 * that would start anyway keeps its preloads.
 */
export function withoutPreloads(execArgv: readonly string[], start: () => void): void {
  if (!hasLoader(execArgv)) env[VARIABLE] = 'true';
  try {
    start();
  } finally {
    delete env[VARIABLE];
  }
}

/** Whether Node.js starts the thread of its module hooks itself, for hooks of the application. */
export function hasLoader(execArgv: readonly string[]): boolean {
  return execArgv.some(argument => /(?:^|\s)--(?:experimental-)?loader\b/.test(argument));
}

/** In that thread: preloads after otel-run belong to the application, and run only in its own threads. */
export function withholdPreloads(env: NodeJS.ProcessEnv): void {
  if (env[VARIABLE] === undefined) return;
  delete env[VARIABLE];
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  loader._load = function _load(request, parent, isMain) {
    return parent?.id === 'internal/preload' ? {} : original.call(this, request, parent, isMain);
  };
}
