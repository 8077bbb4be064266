import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Announcement } from './announcement.ts';
import { entriesOf, installedFolder, packageOf, pathIn } from './package-of-file.ts';

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/**
 * The identity of one of the application's modules: its path relative to the folder of the build, and its
 * package if a workspace's name leads to the file.
 *
 * @param path an absolute one
 * @param root the folder where the bundle is built
 * @returns undefined for packages, for what is not code, and for what tree shaking
 * may remove according to package.json
 */
export function ownModule(path: string, root: string): Announcement | undefined {
  const file = SOURCE.test(path) ? linksFollowed(path) : undefined;
  if (file === undefined || installedFolder(file) !== undefined || !hasEffects(dirname(file)))
    return undefined;
  const found = packageOf(file);
  const isEntry = found !== undefined && found.folder !== root && entriesOf(found).has(pathIn(found, file));
  const { name, version } = isEntry ? found.manifest : { name: '', version: '' };
  return { name, version, path: relative(root, file).replaceAll(sep, '/'), role: 'own' };
}

const folders = new Map<string, string>();

/** Bundlers can be told to leave links to workspaces as they are. */
function linksFollowed(path: string): string {
  const linked = installedFolder(path);
  if (linked === undefined) return path;
  const folder = folders.get(linked) ?? realFolder(linked);
  folders.set(linked, folder);
  return folder + path.slice(linked.length);
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

const effects = new Map<string, boolean>();

/** Whether modules in a folder may have side effects, according to the nearest package.json. */
function hasEffects(folder: string): boolean {
  const known = effects.get(folder) ?? readEffects(folder);
  effects.set(folder, known);
  return known;
}

function readEffects(folder: string): boolean {
  try {
    const { sideEffects = true } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) ?? {};
    return sideEffects === true;
  } catch {
    const above = dirname(folder);
    return above === folder || hasEffects(above);
  }
}
