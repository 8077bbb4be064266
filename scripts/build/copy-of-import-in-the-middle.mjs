// Adds a copy of import-in-the-middle to dist/preload/, for places where the package itself
// cannot be loaded: Yarn's Plug'n'Play keeps it in an archive from which no ES module can be
// loaded, and a copied folder does not have it.
import { cpSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';

const PACKAGE = 'import-in-the-middle';
const FOLDER = `dist/preload/${PACKAGE}`;

/**
 * The file that each wrapped module imports by path, under this name. It stays a separate file, as upstream.
 */
const REGISTER = 'lib/register.js';

const external = [...builtinModules, /^node:/, './lib/register'];

/** For the bundler: the files that the preload loads, with the code that they need from other packages. */
export const bundlesOfImportInTheMiddle = [
  {
    input: { hook: `${PACKAGE}/hook.mjs` },
    external,
    output: { format: 'esm', dir: FOLDER, entryFileNames: '[name].mjs' },
  },
  {
    input: { index: PACKAGE },
    external,
    output: { format: 'cjs', dir: FOLDER, entryFileNames: '[name].js' },
  },
];

/** @param root the repository */
export function copyImportInTheMiddle(root) {
  cpSync(`${root}/node_modules/${PACKAGE}/${REGISTER}`, `${root}/${FOLDER}/${REGISTER}`);
  // In that folder `.js` is CommonJS, as upstream.
  writeFileSync(`${root}/${FOLDER}/package.json`, '{ "type": "commonjs" }\n');
}
