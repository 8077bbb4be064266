import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Announcement } from './announcement.ts';
import { entriesOf, packageOf, pathIn } from './package-of-file.ts';

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/**
 * The identity of one of the application's modules: its path relative to the folder of the build, and its
 * package if a workspace's name leads to the file.
 *
 * @param file an absolute path, links followed
 * @param root the folder where the bundle is built
 * @returns undefined for packages, for what is not code, and for what tree shaking
 * may remove according to package.json
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
