import { dirname } from 'node:path';
import { isatty } from 'node:tty';
import { readResourceAttributes, readString } from '../config/settings.ts';
import { isReplacedByView, viewVariables } from '../config/view.ts';
import { serviceFromFolder } from '../shared/service-from-folder.ts';
import { VIEW_VARIABLE } from '../shared/view-variable.ts';
import { readFileSync } from './foundation/intrinsics.ts';
import { loadPart } from './foundation/parts.ts';

const [STDOUT, STDERR] = [1, 2];

/**
 * Makes this process send to the view that it runs under, and nowhere else. Processes below it decide for themselves:
 * only our copies of the environment are changed.
 *
 * @param env the preload's own copy
 * @param script the application's entry
 */
export function connectToView(env: NodeJS.ProcessEnv, script: string | undefined): void {
  const url = env[VIEW_VARIABLE];
  if (!url) return;
  const named = readString(env, 'OTEL_SERVICE_NAME') ?? readResourceAttributes(env)['service.name'];
  const serviceName = named ? {} : { OTEL_SERVICE_NAME: serviceFromFolder(folderOf(script), readText) };
  // The build makes a copy of `process.env`, too: the one that upstream reads.
  for (const copy of [env, process.env]) {
    for (const name of Object.keys(copy)) if (isReplacedByView(name)) delete copy[name];
    const own = { OTEL_RUN_CONSOLE_LOGS: copy.OTEL_RUN_CONSOLE_LOGS?.trim() || 'true' };
    Object.assign(copy, serviceName, own, viewVariables(url));
  }
  if (isatty(STDOUT) || isatty(STDERR)) loadPart('terminal-line').watchTerminalLine(env);
}

/** That of the entry; of what is installed, as the command of a framework is, the working directory. */
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
