import { readBuiltFile } from '../foundation/parts.ts';
import { packageInPath } from './module-name.ts';
import { type PackageAliases, packageAliases } from './package-aliases.ts';

let files: ReadonlySet<string> | undefined;

/**
 * Files inside packages that something waits for, as `package/path`: see `scripts/build/announced-modules.mjs`. The files
 * of a package that is installed under another name are there under both names.
 */
export function awaitedFiles(): ReadonlySet<string> {
  files ??= new Set(withAliases(JSON.parse(readBuiltFile('awaited-files.json')), packageAliases()));
  return files;
}

/** Files as `package/path`, and those of packages with an alias also as `alias/path`. */
export function withAliases(paths: readonly string[], aliases: PackageAliases): readonly string[] {
  const aliased = [...aliases].flatMap(([alias, name]) =>
    paths.filter(path => path.startsWith(`${name}/`)).map(path => alias + path.slice(name.length)),
  );
  return [...paths, ...aliased];
}

/**
 * Whether something waits for a file inside a package.
 *
 * @param name of the package
 * @param path of the file, absolute, with links followed; undefined for any file of the package
 * @param awaited all such files
 */
export function isAwaitedInside(
  name: string,
  path: string | undefined,
  awaited: ReadonlySet<string> = awaitedFiles(),
): boolean {
  if (path === undefined) return [...awaited].some(file => file.startsWith(`${name}/`));
  const { folder = '' } = packageInPath(path) ?? {};
  return awaited.has(name + path.slice(folder.length).replaceAll('\\', '/'));
}
