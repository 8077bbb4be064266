import { virtualModule } from './virtual-module.mjs';

/** Doors for bundlers: a default export that a configuration imports. */
export const PLUGINS = ['esbuild', 'rollup', 'vite', 'rolldown', 'webpack', 'rspack'];

/** What webpack and Rspack load by its path. */
const LOADER = 'webpack-loader';

/**
 * The plugins for bundlers.
 *
 * @param announced the modules that announce themselves, by package (see `announced-modules.mjs`)
 */
export function pluginBundles(announced) {
  const list = `export const announcedPackages = ${JSON.stringify(announced)};`;
  const build = (names, format, extension) => ({
    input: Object.fromEntries(names.map(name => [name, `src/${name}.ts`])),
    plugins: [virtualModule('virtual:announced-modules', list)],
    output: {
      format,
      dir: 'dist',
      entryFileNames: ({ name }) => `${name === LOADER ? 'bundling/' : ''}${name}.${extension}`,
      chunkFileNames: `bundling/[name].${extension}`,
      // For what compiles `import otelRun from 'otel-run/esbuild'` to a `require`.
      outro: ({ isEntry }) => (format === 'cjs' && isEntry ? 'module.exports.default = module.exports;' : ''),
    },
  });
  return [build(PLUGINS, 'esm', 'js'), build([...PLUGINS, LOADER], 'cjs', 'cjs')];
}
