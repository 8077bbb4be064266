// Builds dist/: the command line and the doors that applications import as one file each, the preload as a small
// core with parts that load on demand, and the type declarations.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { announcedModules } from './build/announced-modules.mjs';
import { attributeKeys } from './build/attribute-keys.mjs';
import { billOfMaterials } from './build/bill-of-materials.mjs';
import { bundledInstrumentations, virtualInstrumentations } from './build/bundled-instrumentations.mjs';
import { bundledPackages } from './build/bundled-packages.mjs';
import { cheaperUpstream } from './build/cheaper-upstream.mjs';
import { bundlesOfImportInTheMiddle, copyImportInTheMiddle } from './build/copy-of-import-in-the-middle.mjs';
import { writeDeclarations } from './build/declarations.mjs';
import { ownDescriptors } from './build/guest-upstream.mjs';
import { loadableModules } from './build/loadable-modules.mjs';
import { PLUGINS, pluginBundle, writeImportDoors } from './build/plugin-bundles.mjs';
import { preloadBundle } from './build/preload-bundle.mjs';
import { thirdPartyNotices } from './build/third-party-notices.mjs';
import { viewPage } from './build/view-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = path => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));

const define = {
  __VERSION__: JSON.stringify(read('package.json').version),
  __ATTRIBUTE_KEYS__: JSON.stringify(attributeKeys),
  __SDK_VERSION__: JSON.stringify(read('node_modules/@opentelemetry/sdk-trace/package.json').version),
  __EXPORTER_VERSION__: JSON.stringify(
    read('node_modules/@opentelemetry/otlp-exporter-base/package.json').version,
  ),
};

const builtins = [...builtinModules, /^node:/];

/**
 * The common options of all bundles.
 *
 * @type {import('rolldown').InputOptions}
 */
const common = {
  cwd: root,
  platform: 'node',
  external: builtins,
  transform: { define, target: 'node20' },
  optimization: { inlineConst: { mode: 'all', pass: 3 } },
  // Nobody asked for a report of the plugins' times. Plugins change expressions and keep lines, which is all that an
  // inspector needs of a source map.
  checks: { bundlerTimings: false, sourcemapBroken: false },
};

/** `npm run build:debug`: readable, with source maps, to step through with an inspector. */
const isDebug = process.argv.includes('--debug');

/** Less to read at every start, but names are kept, so that stack traces stay readable. */
const LESS_TO_READ = {
  compress: true,
  mangle: { keepNames: { function: true, class: true } },
  codegen: { removeWhitespace: true },
};

/** Modules of a run that other commands use, too: those about secrets, of which no command may show one, and words. */
const OF_EVERY_RUN =
  /src[\\/](?:shared[\\/](?:error-message|memoize|name-words|nearest-name|secret-)|command-line[\\/](?:subcommands|variables-help)|config[\\/]variables|report[\\/]wrap-words)/;

/** Doors that applications import, from ES modules and from CommonJS, with type declarations. */
const LIBRARIES = ['index', 'testing'];

const preloadBundles = [
  {
    input: { preload: 'src/preload.ts', autoinstrumentation: 'src/autoinstrumentation.ts' },
    external: [...builtins, /\.cjs$/],
    // Not transformed: old runtimes must understand it.
    output: { format: 'cjs', dir: 'dist', entryFileNames: '[name].cjs', minify: false },
  },
  await preloadBundle(common),
];

const bundles = [
  ...preloadBundles,
  {
    // Separate, with only what the delivery thread needs: an exit may wait for it to load.
    input: { 'delivery-thread': 'src/preload/delivery/delivery-thread-main.ts' },
    plugins: [ownDescriptors()],
    output: { format: 'cjs', dir: 'dist/preload', entryFileNames: '[name].cjs', dynamicImportInCjs: false },
  },
  {
    input: { cli: 'src/cli.ts' },
    plugins: [virtualInstrumentations(), cheaperUpstream()],
    // CommonJS starts 5 ms earlier than the same as ES modules.
    output: {
      format: 'cjs',
      dir: 'dist',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'cli/[name].cjs',
      // In one file what every run reads and other commands share: each file costs a run a third of a millisecond.
      codeSplitting: { groups: [{ name: 'shared', test: OF_EVERY_RUN }] },
    },
  },
  {
    // A string for the thread of Node.js's module hooks, where it can load no other file, and so no source map.
    input: { 'hooks-loader': 'src/preload/hooks/hooks-loader.ts' },
    output: { format: 'esm', dir: 'dist/preload', entryFileNames: '[name].mjs', sourcemap: false },
  },
  ...bundlesOfImportInTheMiddle,
  ...LIBRARIES.flatMap(name => [library(name, 'esm', 'js'), library(name, 'cjs', 'cjs')]),
];

function library(name, format, extension) {
  return {
    input: { [name]: `src/${name}.ts` },
    external: [...builtins, '@opentelemetry/api'],
    output: {
      format,
      dir: 'dist',
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `${name}/[name].${extension}`,
    },
  };
}

async function bundle({ output, ...input }) {
  const build = await rolldown({ ...common, ...input });
  const { output: chunks } = await build.write({
    comments: { legal: false },
    // V8 reads a file with a character beyond Latin-1 as two bytes for each.
    charset: 'ascii',
    minify: !isDebug && LESS_TO_READ,
    sourcemap: isDebug,
    ...output,
    dir: `${root}/${output.dir}`,
  });
  await build.close();
  return chunks.flatMap(chunk => ('moduleIds' in chunk ? chunk.moduleIds : []));
}

const removeDist = () => rmSync(`${root}/dist`, { recursive: true, force: true });
removeDist();
// A part of a build would look like a new one, and be packed and tested.
process.once('exit', code => code !== 0 && removeDist());
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const shortNames = bundledInstrumentations().map(({ shortName }) => shortName);
const [announced, ...built] = await Promise.all([
  announcedModules(root, bundle, preloadBundles, shortNames),
  ...bundles.map(bundle),
  viewPage(root, define),
]);
const plugins = await bundle(pluginBundle(announced));
writeImportDoors(root);
const moduleIds = [...built, plugins].flat();
copyImportInTheMiddle(root);
const awaitedFiles = Object.entries(announced).flatMap(([name, { files }]) =>
  files.map(file => `${name}/${file}`),
);
writeFileSync(`${root}/dist/preload/awaited-files.json`, JSON.stringify(awaitedFiles));
writeFileSync(`${root}/dist/preload/loadable-modules.json`, JSON.stringify(loadableModules(root, announced)));
// `--require …/preload` finds the folder, which has no other entry.
writeFileSync(`${root}/dist/preload/package.json`, JSON.stringify({ main: '../preload.cjs' }));
const packages = bundledPackages(moduleIds);
thirdPartyNotices(root, packages);
billOfMaterials(root, packages);
writeDeclarations(root, LIBRARIES, PLUGINS);
