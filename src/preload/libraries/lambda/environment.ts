import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';

/** The place of a function's handler, as the runtime finds it. */
export interface HandlerPlace {
  /** The file that the runtime loads, links followed; undefined if it does not exist. */
  readonly file: string | undefined;
  /** The names that lead from the file's exports to the handler. */
  readonly path: readonly string[];
}

/**
 * Finds the handler that `_HANDLER` names (`folder/file.name`), below `LAMBDA_TASK_ROOT`. If a container
 * starts the runtime with a command line, that names the handler, and the working directory is the root.
 *
 * @param args the command line, from the runtime's script on
 */
export function findHandler(env: NodeJS.ProcessEnv, args: readonly string[]): HandlerPlace {
  const handler = env._HANDLER ?? args[1] ?? '';
  const name = basename(handler);
  const dot = name.indexOf('.');
  if (dot === -1) return { file: undefined, path: [] };
  const folder = resolve(
    env.LAMBDA_TASK_ROOT ?? process.cwd(),
    handler.slice(0, handler.length - name.length),
  );
  return { file: findFile(folder, name.slice(0, dot)), path: name.slice(dot + 1).split('.') };
}

/** In the runtime's order: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html */
const EXTENSIONS = ['.js', '.mjs', '.cjs'];

function findFile(folder: string, module: string): string | undefined {
  const found = EXTENSIONS.map(extension => join(folder, module + extension)).find(file => existsSync(file));
  try {
    return found ? realpathSync(found) : createRequire(join(folder, 'any.js')).resolve(module);
  } catch {
    return undefined;
  }
}

/**
 * Possible places of the runtime's native client: beside the runtime's script, or in `dist` beside its
 * folder.
 *
 * @param script the runtime's script, links followed
 */
export function clientFiles(script: string): readonly string[] {
  const folder = dirname(script);
  return [join(folder, 'rapid-client.node'), join(folder, '../dist/rapid-client.node')];
}

/** Whether the runtime requests invocations over HTTP, where its native client does not see the request. */
export function asksByHttp(env: NodeJS.ProcessEnv): boolean {
  return env.AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1 === 'true';
}
