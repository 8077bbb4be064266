import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { shellWords } from './shell-words.ts';

/** The application that a command would run, as far as the command shows. */
export interface Application {
  /** The folder from which its packages are resolved. */
  readonly folder: string;
  /** The file that Node.js runs, symbolic links followed; undefined if the command does not name one. */
  readonly entry: string | undefined;
  /** The file that Node.js should run but that does not exist, as it was written. */
  readonly missing?: string;
  /** Modules that the command line preloads with `--require` or `--import`. */
  readonly preloads: readonly string[];
}

/** The parts of a package.json that lead to the application. */
export interface ScriptManifest {
  readonly scripts?: Readonly<Record<string, unknown>>;
}

/** The parts of a package.json that describe the application. */
export interface ApplicationManifest extends ScriptManifest {
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly optionalDependencies?: Readonly<Record<string, unknown>>;
  readonly 'otel-run'?: unknown;
}

/** Programs that run the JavaScript or TypeScript file in their first argument. */
const RUNNERS = /^(node|nodejs|tsx|ts-node|ts-node-esm|nodemon|node-dev|pm2-runtime)$/;
const PACKAGE_MANAGERS = /^(npm|pnpm|yarn)$/;
/** Programs that run the command after their own options. */
const WRAPPERS = /^(otel-run|npx|cross-env|dotenv|env|exec|dumb-init|tini)$/;
const OPTIONS_WITH_VALUE =
  /^(-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--env-file|-s|--service|--environment|-e)$/;
const EXTENSIONS = ['', '.js', '.cjs', '.mjs', '.ts', `${sep}index.js`];
const SCRIPT_DEPTH = 4;

/**
 * Finds the application that a command runs: through `npm start` and similar, through the scripts of
 * package.json, and through wrappers. Without a command, it is the application of the `start` script.
 */
export function findApplication(
  command: readonly string[],
  folder: string,
  manifest: ScriptManifest | undefined,
): Application {
  const words = command.length > 0 ? command : ['npm', 'start'];
  const node = nodeCommand(words, manifest, 0);
  const file = node && resolveFile(resolve(folder, node.file));
  const preloads = node?.preloads ?? [];
  if (!file)
    return {
      folder,
      entry: undefined,
      preloads,
      ...(node && isMissing(node.file, words) && { missing: node.file }),
    };
  const isOwn = !file.includes(`${sep}node_modules${sep}`);
  return { folder: isOwn ? dirname(file) : folder, entry: isOwn ? file : undefined, preloads };
}

/** Only what is certainly a file: code to evaluate and files in another folder are not searched for. */
function isMissing(file: string, words: readonly string[]): boolean {
  const isElsewhere = words.some(word =>
    /^(?:-C|--cwd|--dir|--prefix|-w|--workspace|--filter|-F)(?:=|$)/.test(word),
  );
  const isCode = words.some(word => /^(?:-e|-p|-pe|--eval|--print)$/.test(word));
  return /^[\w./@~+-]+\.[cm]?[jt]sx?$/.test(file) && !isElsewhere && !isCode;
}

/**
 * The first file that a command line passes to Node.js, and what it preloads.
 * Exported for the list of runtimes.
 */
export function nodeCommand(
  words: readonly string[],
  manifest: ScriptManifest | undefined,
  depth: number,
): { readonly file: string; readonly preloads: readonly string[] } | undefined {
  const [program = '', ...rest] = words;
  const name = basename(program);
  if (RUNNERS.test(name)) return firstFile(rest);
  if (PACKAGE_MANAGERS.test(name)) {
    const script = manifest?.scripts?.[scriptName(rest)];
    if (typeof script !== 'string' || depth >= SCRIPT_DEPTH) return undefined;
    return nodeCommand(shellWords(script), manifest, depth + 1);
  }
  if (/^\w+=/.test(program)) return nodeCommand(rest, manifest, depth);
  return WRAPPERS.test(name) ? nodeCommand(withoutOptions(rest), manifest, depth) : undefined;
}

function scriptName(words: readonly string[]): string {
  const named = words.filter(word => !word.startsWith('-') && word !== 'run' && word !== 'run-script');
  return named[0] ?? 'start';
}

function firstFile(words: readonly string[]) {
  const preloads: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === 'watch' || word === 'start' || word === '--') continue;
    if (!word.startsWith('-')) return { file: word, preloads };
    const preload = /^(?:-r|--require|--import)(?:=(.+))?$/.exec(word);
    if (preload) preloads.push(preload[1] ?? words[index + 1] ?? '');
    if (OPTIONS_WITH_VALUE.test(word)) index++;
  }
  return undefined;
}

function withoutOptions(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  if (end >= 0) return words.slice(end + 1);
  let index = 0;
  while (words[index]?.startsWith('-')) index += OPTIONS_WITH_VALUE.test(words[index] ?? '') ? 2 : 1;
  return words.slice(index);
}

function resolveFile(path: string): string | undefined {
  const found = EXTENSIONS.map(extension => path + extension).find(isFile);
  return found && realpathSync(found);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Whether Node.js reads a file as an ES module: by its extension, else by `type` in the nearest package.json. */
export function isEsModuleFile(file: string): boolean {
  if (/\.[cm][jt]s$/.test(file)) return /\.m[jt]s$/.test(file);
  return nearestManifest(dirname(file)).type === 'module';
}

/** The nearest package.json, from the folder upwards; empty if it cannot be read. */
export function nearestManifest(folder: string): ApplicationManifest & { readonly type?: unknown } {
  for (let current = folder; ; current = dirname(current)) {
    const manifest = join(current, 'package.json');
    if (existsSync(manifest)) return readManifest(manifest);
    if (current === dirname(current)) return {};
  }
}

function readManifest(path: string): ApplicationManifest {
  try {
    return Object(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}
