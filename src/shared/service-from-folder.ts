import { basename, dirname, join } from 'node:path';

/** What a folder without a name is called: the file system's root. */
const NAMELESS = 'app';

/**
 * A service's name where nothing states one: that of the nearest package.json at or above a folder that has a name,
 * else the folder's own.
 *
 * @param read a file's text, '' where there is none
 */
export function serviceFromFolder(folder: string, read: (path: string) => string): string {
  for (let above = folder; ; above = dirname(above)) {
    const name = nameIn(read(join(above, 'package.json')));
    if (name !== undefined) return name;
    if (dirname(above) === above) return basename(folder) || NAMELESS;
  }
}

function nameIn(packageJson: string): string | undefined {
  try {
    const { name } = JSON.parse(packageJson);
    return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
  } catch {
    return undefined;
  }
}
