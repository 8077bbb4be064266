import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The packages whose code is in the bundles, from the bundled files, each copy once.
 *
 * @param moduleIds paths of files, or names of a plugin's virtual modules
 */
export function bundledPackages(moduleIds) {
  const folders = new Set(moduleIds.flatMap(id => packageFolder(id) ?? []));
  return [...folders].sort().map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, name, version, license };
  });
}

function packageFolder(moduleId) {
  return moduleId.match(/^[^\0].*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/)?.[0];
}
