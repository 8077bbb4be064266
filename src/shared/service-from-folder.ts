import { basename, dirname, join } from 'node:path';

/** The name for a folder without one: the file system's root. */
const NAMELESS = 'app';

/**
 * The default name of a service: that of the nearest package.json with a name at or above a
 * folder, otherwise that of the folder of the nearest package.json, otherwise the folder's own.
 *
 * @param read returns the content of a file, '' if it does not exist
 */
export function serviceFromFolder(folder: string, read: (path: string) => string): string {
  let packageFolder: string | undefined;
  for (let above = folder; ; above = dirname(above)) {
    const content = read(join(above, 'package.json'));
    const name = nameIn(content);
    if (name !== undefined) return name;
    if (content !== '') packageFolder ??= above;
    if (dirname(above) === above) return basename(packageFolder ?? folder) || NAMELESS;
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
