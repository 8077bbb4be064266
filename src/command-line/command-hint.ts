import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { PackageManifest } from '../config/configuration.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { SUBCOMMANDS } from './subcommands.ts';

/** Files that Node.js runs, and files that it runs if removing their types is enough. */
const SCRIPT = /\.[cm]?jsx?$/;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Characters that only a shell understands. */
const OF_SHELL = /&&|\|\||[;|<>&]/;

/** What a hint looks at. */
export interface Surroundings {
  readonly folder: string;
  readonly packageJson: PackageManifest | undefined;
  /** What comes before the command. */
  readonly caller: 'otel-run' | 'otel-run smoke' | 'otel-run view';
}

/**
 * The line to type instead of a command that cannot be run: what the user most likely meant.
 *
 * @returns undefined if there is no good guess
 */
export function commandHint(
  words: readonly string[],
  { folder, packageJson, caller }: Surroundings,
): string | undefined {
  const [file = '', ...rest] = words;
  if (/^[A-Za-z_]\w*=/.test(file))
    return `Put variables before otel-run: ${file} ${caller} ${rest.map(quoted).join(' ')}`;
  if (/\s/.test(file.trim()))
    return OF_SHELL.test(file)
      ? `Only a shell can run that: ${caller} sh -c ${quoted(file)}`
      : `Leave the quotes out: ${caller} ${[file.trim(), ...rest.map(quoted)].join(' ')}`;
  if (SCRIPT.test(file) || TYPESCRIPT.test(file)) return scriptHint(file, rest, { folder, caller });
  if (/^https?:/.test(file))
    return `otel-run starts the application itself, so write its command: ${caller} node server.js`;
  if (file.includes('/')) return undefined;
  if (isFile(join(folder, 'node_modules/.bin', file)))
    return `A package in node_modules has it: ${caller} npx ${words.map(quoted).join(' ')}`;
  const run = runHint(words, packageJson);
  if (run) return `Did you mean ${caller} ${run}?`;
  if (caller !== 'otel-run') return undefined;
  const near = nearestName(file, SUBCOMMANDS, file.length > 4 && rest.length === 0 ? 2 : 1);
  return near && `Did you mean otel-run ${near}?`;
}

/** The words of a line that begins with a script of package.json, or with `run`, as in `npm run`. */
function runHint(words: readonly string[], packageJson: PackageManifest | undefined): string | undefined {
  const [first = '', ...rest] = words.filter((word, index) => index > 1 || word !== '--');
  const isScript = (word: string) => packageJson?.scripts && Object.hasOwn(packageJson.scripts, word);
  if (isScript(first)) return `npm run ${first}`;
  const [second] = rest;
  if (first !== 'run' || second === undefined) return undefined;
  return isScript(second) ? `npm run ${second}` : rest.map(quoted).join(' ');
}

/** A script is not a program: Node.js runs it. */
function scriptHint(
  file: string,
  rest: readonly string[],
  { folder, caller }: Pick<Surroundings, 'folder' | 'caller'>,
): string {
  const isThere = isFile(resolve(folder, file));
  const near = isThere ? undefined : nearestFile(file, folder);
  const found = near ?? file;
  const line = [found, ...rest].map(quoted).join(' ');
  const lead = near
    ? `There is ${near}`
    : isThere
      ? 'Start it with Node.js'
      : `${file} does not exist in ${folder}: build it or correct it, and start it with Node.js`;
  return TYPESCRIPT.test(found)
    ? `${lead}: ${caller} node ${line} (Node.js 22.18 and later), or ${caller} tsx ${line}`
    : `${lead}: ${caller} node ${line}`;
}

/** The file in the same folder with the most similar name. The folder itself exists. */
export function nearestFile(file: string, folder: string): string | undefined {
  const parent = dirname(file);
  const absolute = resolve(folder, parent);
  if (!existsSync(absolute)) return undefined;
  try {
    const names = readdirSync(absolute).filter(name => isFile(join(absolute, name)));
    const near = nearestName(basename(file), names);
    return near && (parent === '.' && !file.startsWith('./') ? near : `${parent}/${near}`);
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
