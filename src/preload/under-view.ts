import { dirname } from 'node:path';
import { isatty } from 'node:tty';
import { readResourceAttributes, readString } from '../config/read-variable.ts';
import { isReplacedByView, viewVariables } from '../config/view.ts';
import { serviceFromFolder } from '../shared/service-from-folder.ts';
import { VIEW_VARIABLE } from '../shared/view-variable.ts';
import { readFileSync } from './foundation/intrinsics.ts';
import { loadPart } from './foundation/parts.ts';

const [STDOUT, STDERR] = [1, 2];

/**
 * Makes this process send only to the view that it runs under. Child processes decide for themselves: only
 * our copies of the environment are changed.
 *
 * @param env the preload's own copy
 * @param script the application's entry
 */
export function connectToView(env: NodeJS.ProcessEnv, script: string | undefined): void {
  const url = env[VIEW_VARIABLE];
  if (!url) return;
  const named = readString(env, 'OTEL_SERVICE_NAME') ?? readResourceAttributes(env)['service.name'];
  const serviceName = named ? {} : { OTEL_SERVICE_NAME: serviceFromFolder(folderOf(script), readText) };
  // The build also copies `process.env`, for upstream.
  for (const copy of [env, process.env]) {
    for (const name of Object.keys(copy)) if (isReplacedByView(name)) delete copy[name];
    const own = { OTEL_RUN_CONSOLE_LOGS: copy.OTEL_RUN_CONSOLE_LOGS?.trim() || 'true' };
    Object.assign(copy, serviceName, own, viewVariables(url));
  }
  if (isatty(STDOUT) || isatty(STDERR)) loadPart('terminal-line').watchTerminalLine(env);
}

/** The entry's folder; for an installed package, such as a framework's command, the working directory. */
function folderOf(script: string | undefined): string {
  const folder = script === undefined ? process.cwd() : dirname(script);
  return /[\\/]node_modules(?:[\\/]|$)/.test(folder) ? process.cwd() : folder;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
