import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Enough of a file to find the packages in it. */
const EXAMINED = 16 * 1024 * 1024;

/** Further files are left out: an application may consist of thousands. */
const MOST_FILES = 100;
const MOST_CHARACTERS = 32 * 1024 * 1024;

const RELATIVE_IMPORT = /(?:\b(?:require|import)\s*\(|\bfrom|\bimport)\s*(["'`])(\.{1,2}\/[^"'`$\n]+)\1/g;
/** What a worker is started with. Bundlers may put a comment before the path. */
const RELATIVE_URL = /\bnew URL\s*\(\s*(?:\/\*[^*]*\*\/\s*)?(["'`])(\.{1,2}\/[^"'`$\n]+\.[cm]?js)\1/g;
/** The folder of the package that a path is in. */
const OF_PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;

const EXTENSIONS = ['', '.js', '.cjs', '.mjs'];

/** webpack and Rspack make up the names of chunks at run time. */
const LOADS_CHUNKS = /\.f\.(?:j|require|readFileVm)\s*=/;
const CHUNK = /__webpack_(?:esm_)?(?:ids|modules)__|__rspack_(?:esm_)?ids|exports\.(?:ids|modules)\s*=/;
const CHUNK_HEAD = 1000;

/** The source of an application's own files: its entry and what it imports or starts by relative paths. */
export function readApplication(entry: string): string {
  const found = new Set([entry]);
  const sources: string[] = [];
  let characters = 0;
  for (const file of found) {
    const source = readSource(file) ?? '';
    sources.push(source);
    characters += source.length;
    if (characters > MOST_CHARACTERS) break;
    for (const next of [...importedFiles(source, file), ...chunksBeside(source, file)]) {
      if (found.size < MOST_FILES) found.add(next);
    }
  }
  return sources.join('\n');
}

/** The beginning of a file, of the given length; empty if it cannot be read. */
export function beginningOf(file: string, length: number): string {
  return readSource(file, length) ?? '';
}

function importedFiles(source: string, file: string): readonly string[] {
  const found = [RELATIVE_IMPORT, RELATIVE_URL].flatMap(pattern => [...source.matchAll(pattern)]);
  const paths = found.map(([, , path = '']) => resolve(dirname(file), path));
  return paths.flatMap(path => EXTENSIONS.map(extension => path + extension).find(isOwnFile) ?? []);
}

function chunksBeside(source: string, file: string): readonly string[] {
  if (!LOADS_CHUNKS.test(source)) return [];
  const folder = dirname(file);
  const others = readdirSync(folder).map(name => join(folder, name));
  return others.filter(other => /\.[cm]?js$/.test(other) && CHUNK.test(readSource(other, CHUNK_HEAD) ?? ''));
}

function isOwnFile(path: string): boolean {
  return isFile(path) && !isInstalled(path);
}

/** Bundlers that keep modules apart (`preserveModules`) write those of packages below a `node_modules` of the output. */
function isInstalled(path: string): boolean {
  const [folder] = OF_PACKAGE.exec(path) ?? [];
  return folder !== undefined && isFile(join(folder, 'package.json'));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The beginning of a file, or undefined if it cannot be read. */
function readSource(path: string, length = EXAMINED): string | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(Math.min(length, statSync(path).size));
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
