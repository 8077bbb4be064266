import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One copy of a package on disk. */
export interface InstalledPackage {
  readonly version: string;
  readonly folder: string;
}

/**
 * Finds the copies of packages that an application in a folder can load: its own first, as Node.js looks them up
 * (which finds what workspaces hoist), then those of its dependencies, one level deep or in pnpm's store.
 *
 * @returns every copy of each package that has one
 */
export function installedPackages(
  names: readonly string[],
  folder: string,
): ReadonlyMap<string, readonly InstalledPackage[]> {
  const places = placesToLook(folder);
  const found = names.map(name => [name, distinct(places.flatMap(place => read(join(place, name)) ?? []))]);
  return new Map((found as [string, InstalledPackage[]][]).filter(([, copies]) => copies.length > 0));
}

/** Whether packages are in archives that only the application's own loader can read: https://yarnpkg.com/features/pnp */
export function usesPlugNPlay(folder: string): boolean {
  return withFoldersAbove(folder).some(current => existsSync(join(current, '.pnp.cjs')));
}

/** Every `node_modules` from the folder upwards, then those below them. */
function placesToLook(folder: string): readonly string[] {
  const own = withFoldersAbove(folder).map(current => join(current, 'node_modules'));
  return [...own, ...own.flatMap(nestedFolders)];
}

function withFoldersAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...withFoldersAbove(above)];
}

function nestedFolders(modules: string): readonly string[] {
  const packages = list(modules).flatMap(name =>
    name.startsWith('@') ? list(join(modules, name)).map(scoped => `${name}/${scoped}`) : name,
  );
  const nested = packages
    .filter(name => !name.startsWith('.'))
    .map(name => join(modules, name, 'node_modules'))
    .filter(path => list(path).length > 0);
  return [...nested, join(modules, '.pnpm', 'node_modules')];
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(folder: string): InstalledPackage | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof version === 'string' ? { version, folder: realpathSync(folder) } : undefined;
  } catch {
    return undefined;
  }
}

function distinct(copies: readonly InstalledPackage[]): readonly InstalledPackage[] {
  return [...new Map(copies.map(copy => [copy.folder, copy])).values()];
}
