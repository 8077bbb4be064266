import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { virtualModule } from './virtual-module.mjs';

/** Doors for bundlers: a default export that a configuration imports. */
export const PLUGINS = ['esbuild', 'rollup', 'vite', 'rolldown', 'webpack', 'rspack'];

/** The file that webpack and Rspack load by path. */
const LOADER = 'webpack-loader';

/**
 * The plugins for bundlers.
 *
 * @param announced the modules that announce themselves, by package (see `announced-modules.mjs`)
 */
export function pluginBundle(announced) {
  const list = `export const announcedPackages = ${JSON.stringify(announced)};`;
  return {
    input: Object.fromEntries([...PLUGINS, LOADER].map(name => [name, `src/${name}.ts`])),
    plugins: [virtualModule('virtual:announced-modules', list)],
    output: {
      format: 'cjs',
      dir: 'dist',
      entryFileNames: ({ name }) => `${name === LOADER ? 'bundling/' : ''}${name}.cjs`,
      chunkFileNames: 'bundling/[name].cjs',
      // For compilers that turn `import otelRun from 'otel-run/esbuild'` into a `require`.
      outro: ({ isEntry }) => (isEntry ? 'module.exports.default = module.exports;' : ''),
    },
  };
}

/** The same doors for `import`. */
export function writeImportDoors(root) {
  for (const name of PLUGINS) {
    writeFileSync(join(root, 'dist', `${name}.js`), `export { default } from './${name}.cjs';\n`);
  }
}
