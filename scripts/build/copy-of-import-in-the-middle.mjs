// Adds a copy of import-in-the-middle to dist/preload/, for where the package itself cannot be loaded: Yarn's
// Plug'n'Play keeps it in an archive that no ES module can be loaded from, and a folder copied alone has none.
import { cpSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';

const PACKAGE = 'import-in-the-middle';
const FOLDER = `dist/preload/${PACKAGE}`;

/** What each wrapped module imports by its path, under this name: it stays a file as upstream has it. */
const REGISTER = 'lib/register.js';

const external = [...builtinModules, /^node:/, './lib/register'];

/** For the bundler: what the preload loads of it, with what those files need of other packages. */
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
  // `.js` is CommonJS in there, as upstream.
  writeFileSync(`${root}/${FOLDER}/package.json`, '{ "type": "commonjs" }\n');
}
