import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Announcement } from './announcement.ts';
import { entriesOf, packageOf, pathIn } from './package-of-file.ts';

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/**
 * Who a module of the application itself is: the path from the folder where the bundle is built, and the package where it is
 * the file that a workspace's name leads to.
 *
 * @param file an absolute path, links followed
 * @param root the folder where the bundle is built
 * @returns undefined for packages, for what is not code, and for what may be shaken off a bundle by its package.json
 */
export function ownModule(file: string, root: string): Announcement | undefined {
  if (!SOURCE.test(file) || /[\\/]node_modules[\\/]/.test(file) || !hasEffects(dirname(file)))
    return undefined;
  const found = packageOf(file);
  const isEntry = found !== undefined && found.folder !== root && entriesOf(found).has(pathIn(found, file));
  const { name, version } = isEntry ? found.manifest : { name: '', version: '' };
  return { name, version, path: relative(root, file).replaceAll(sep, '/'), role: 'own' };
}

const effects = new Map<string, boolean>();

/** Whether modules in a folder may do something when they are imported, as the nearest package.json has it. */
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
