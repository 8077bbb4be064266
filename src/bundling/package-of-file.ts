import { readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

/** The relevant parts of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly main?: unknown;
  readonly module?: unknown;
  readonly exports?: unknown;
}

/** A package on disk. */
export interface PackageFolder {
  readonly folder: string;
  readonly manifest: Manifest;
}

const packages = new Map<string, PackageFolder | undefined>();

/**
 * The package of a file: below `node_modules` the one installed there, elsewhere (workspaces, links) the
 * nearest package.json with a name and a version. Read once per folder.
 */
export function packageOf(file: string): PackageFolder | undefined {
  const installed = installedFolder(file);
  return installed === undefined ? nearest(dirname(file)) : packageIn(installed);
}

/** Where in `node_modules` the package of a file is, or a link to it. */
export function installedFolder(file: string): string | undefined {
  return INSTALLED.exec(file)?.[0];
}

const INSTALLED = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/;

/** A file's path in its package, with slashes on every platform. */
export function pathIn({ folder }: PackageFolder, file: string): string {
  return relative(folder, file).replaceAll(sep, '/');
}

function nearest(folder: string): PackageFolder | undefined {
  if (packages.has(folder)) return packages.get(folder);
  const above = dirname(folder);
  const found = packageIn(folder) ?? (above === folder ? undefined : nearest(above));
  packages.set(folder, found);
  return found;
}

function packageIn(folder: string): PackageFolder | undefined {
  if (packages.has(folder)) return packages.get(folder);
  const manifest = readManifest(join(folder, 'package.json'));
  const found = manifest && { folder, manifest };
  if (found) packages.set(folder, found);
  return found;
}

function readManifest(file: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    const isNamed = typeof manifest?.name === 'string' && typeof manifest.version === 'string';
    return isNamed ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Paths in the package that its bare name may lead to, depending on importer and bundler. */
export function entriesOf({ folder, manifest }: PackageFolder): ReadonlySet<string> {
  const { main = 'index', module, exports } = manifest;
  const targets = [...leaves(ofPackageItself(exports)), main, module];
  return new Set(targets.flatMap(target => fileAt(folder, target) ?? []));
}

/** `exports` may list paths in the package, or directly hold the value for `.`. */
function ofPackageItself(exports: unknown): unknown {
  const isListOfPaths =
    typeof exports === 'object' && exports !== null && Object.keys(exports).some(key => key.startsWith('.'));
  return isListOfPaths ? Reflect.get(exports, '.') : exports;
}

function leaves(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

/** `main` needs no extension, and may name a folder. */
function fileAt(folder: string, target: unknown): string | undefined {
  if (typeof target !== 'string') return undefined;
  return resolveIn(folder, target.replace(/^\.\//, ''));
}

const ENDINGS = ['', '.js', '.mjs', '.cjs', '/index.js', '/index.mjs', '/index.cjs'];

/**
 * The file for a path in a package, completed as bundlers do.
 *
 * @returns undefined if there is none
 */
export function resolveIn(folder: string, path: string): string | undefined {
  return ENDINGS.map(ending => posix.normalize(`${path}${ending}`)).find(candidate =>
    isFile(join(folder, candidate)),
  );
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
