import Module from 'node:module';
import { isAbsolute } from 'node:path';

/** Files of `--require`. */
const PRELOADS = /(?:^|\s)(?:-r|--require)[\s=]+"?(\S*)/g;

/** Flags with which Node.js imports, or starts a thread, before it runs the application. */
const IMPORTS = /(?:^|\s)--(?:import|loader|experimental-loader)\b/;

/** All flags of Node.js for this process or thread. */
function nodeFlags(): string {
  return [process.env.NODE_OPTIONS, ...process.execArgv].join(' ');
}

/**
 * Whether a thread that starts later may not find its preloads again: the application may have changed the folder.
 * Node.js runs those up to otel-run in the thread too, and ends the process where it finds one of them no more.
 */
export function mayLosePreloads(): boolean {
  const { _cache } = Module as unknown as { readonly _cache: Readonly<Record<string, NodeJS.Module>> };
  const files = [...nodeFlags().matchAll(PRELOADS)].map(([, file = '']) => file);
  const isFirst = !Object.values(_cache).some(({ loaded }) => loaded);
  return files.length === 0 || !(isFirst ? files.slice(0, 1) : files).every(file => isAbsolute(file));
}

/** Whether Node.js imports something before it runs the application. */
export function importsAtStart(): boolean {
  return IMPORTS.test(nodeFlags());
}
