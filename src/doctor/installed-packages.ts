import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One copy of a package on disk. */
export interface InstalledPackage {
  readonly version: string;
  readonly folder: string;
}

/**
 * Finds the copies of packages that an application in a folder can load: first its own, resolved
 * as Node.js does (which finds hoisted packages of workspaces), then those of its dependencies at
 * any depth, and those in pnpm's store.
 *
 * @returns every copy of each package that has one
 */
export function installedPackages(
  names: readonly string[],
  folder: string,
): ReadonlyMap<string, readonly InstalledPackage[]> {
  const own = withFoldersAbove(folder).map(current => join(current, 'node_modules'));
  const places = [...own, ...nestedFolders(own)];
  const stores = own.map(modules => join(modules, '.pnpm'));
  const stored = stores.map(store => [store, list(store)] as const);
  const found = names.map(name => {
    const inPlaces = places.flatMap(place => read(join(place, name)) ?? []);
    return [
      name,
      distinct([...inPlaces, ...stored.flatMap(([store, entries]) => inStore(name, store, entries))]),
    ];
  });
  return new Map((found as [string, InstalledPackage[]][]).filter(([, copies]) => copies.length > 0));
}

/** pnpm keeps a version in `.pnpm/<name>@<version>…/node_modules/<name>`, with `+` for the slash of a scope. */
function inStore(name: string, store: string, entries: readonly string[]): readonly InstalledPackage[] {
  const prefix = `${name.replace('/', '+')}@`;
  const folders = entries.filter(entry => entry.startsWith(prefix));
  return folders.flatMap(entry => read(join(store, entry, 'node_modules', name)) ?? []);
}

/**
 * Whether packages are in archives that only Yarn's loader in the application can
 * read: https://yarnpkg.com/features/pnp
 */
export function usesPlugNPlay(folder: string): boolean {
  return withFoldersAbove(folder).some(current => existsSync(join(current, '.pnp.cjs')));
}

function withFoldersAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...withFoldersAbove(above)];
}

/** The `node_modules` below others, level by level. Links of workspaces may form a circle. */
function nestedFolders(modules: readonly string[]): readonly string[] {
  const seen = new Set(modules.flatMap(realPath));
  const nested: string[] = [];
  for (let level = modules; level.length > 0; ) {
    level = level.flatMap(packagesIn).filter(folder => {
      const [real] = realPath(folder);
      if (real === undefined || seen.has(real)) return false;
      seen.add(real);
      return true;
    });
    nested.push(...level);
  }
  return nested;
}

/** Where the packages of a `node_modules` would have their own, and where pnpm hoists hidden packages. */
function packagesIn(modules: string): readonly string[] {
  const packages = list(modules).flatMap(name =>
    name.startsWith('@') ? list(join(modules, name)).map(scoped => `${name}/${scoped}`) : name,
  );
  const visible = packages.filter(name => !name.startsWith('.'));
  return [
    ...visible.map(name => join(modules, name, 'node_modules')),
    join(modules, '.pnpm', 'node_modules'),
  ];
}

function realPath(folder: string): readonly string[] {
  try {
    return [realpathSync(folder)];
  } catch {
    return [];
  }
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
