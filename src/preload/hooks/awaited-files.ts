import { readBuiltFile } from '../foundation/parts.ts';
import { packageInPath } from './module-name.ts';

let files: ReadonlySet<string> | undefined;

/**
 * Files inside packages that something waits for, as `package/path`: see
 * `scripts/build/announced-modules.mjs`.
 */
export function awaitedFiles(): ReadonlySet<string> {
  files ??= new Set(JSON.parse(readBuiltFile('awaited-files.json')));
  return files;
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
