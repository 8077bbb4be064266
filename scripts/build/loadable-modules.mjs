import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

/**
 * What is known about packages without their package.json, for bundles built without otel-run's plugin: the
 * file that `require` leads to, the files in it that are patched, and the newest version that tests run with.
 *
 * @param announced the modules that something waits for, by package (see `announced-modules.mjs`)
 */
export function loadableModules(root, announced) {
  const require = createRequire(join(root, 'package.json'));
  return Object.fromEntries(
    Object.entries(announced).flatMap(([name, { entry, files }]) => {
      const folder = join(root, 'node_modules', name);
      try {
        const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const main = relative(folder, require.resolve(name));
        return [[name, { version, entry: entry ? main : null, files }]];
      } catch {
        return [];
      }
    }),
  );
}
