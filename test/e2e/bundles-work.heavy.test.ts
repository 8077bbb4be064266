import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { BUNDLERS, type Bundle, bundle, hasMoreBundlers, type Way } from '../helpers/bundled-application.ts';
import { FOLDERS, type Folder, ROWS } from './work-library-rows.ts';
import {
  folderOf,
  isInstalled,
  node,
  type Program,
  runBree,
  runPlatformaticKafka,
  runPubSub,
  startWorkServers,
  type WorkServers,
} from './work-library-runs.ts';

const APPS = new URL('../fixtures/apps/work', import.meta.url).pathname;

const WAYS: Readonly<Record<Folder, readonly Way[]>> = {
  newest: [
    { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true, keepNames: true },
    { name: 'webpack, CommonJS, development', bundler: 'webpack', format: 'cjs' },
  ],
  previous: [
    { name: 'esbuild, ES module, split', bundler: 'esbuild', format: 'esm', split: true },
    { name: 'Rollup, ES module', bundler: 'rollup', format: 'esm' },
  ],
};

if (!hasMoreBundlers) process.stderr.write('SKIPPED: bundled work: node scripts/bundle-samples.mjs\n');

interface Bundled {
  readonly program: string;
  readonly library: string;
  readonly needs?: readonly string[];
}

const BOTH: readonly Bundled[] = [
  { program: 'bree', library: 'bree' },
  { program: 'pubsub', library: '@google-cloud/pubsub' },
  { program: 'platformatic-kafka', library: '@platformatic/kafka' },
];

/** An application that runs one of a folder's programs with its library. */
function applicationIn(folder: Folder): string {
  const programs = [...ROWS.filter(({ folders }) => folders.includes(folder)), ...BOTH];
  const lines = programs.map(({ program, library, needs = [] }: Bundled) => {
    const names = [join(APPS, `${program}.cjs`), library, ...needs];
    const imports = names.map(name => `${JSON.stringify(name)}: () => import(${JSON.stringify(name)})`);
    return `${JSON.stringify(`${program} ${library}`)}: { ${imports.join(', ')} },`;
  });
  const file = join(folderOf(folder), 'bundled.mjs');
  writeFileSync(file, `const PROGRAMS = {\n${lines.join('\n')}\n};\n${APPLICATION}`);
  return file;
}

/** A chunk that esbuild splits off has nothing but a default export of a CommonJS module. */
const APPLICATION = `
const [program, library] = process.argv.slice(2);
(async () => {
  const imports = Object.entries(PROGRAMS[program + ' ' + library]);
  const whole = ns => (Object.keys(ns).join() === 'default' ? ns.default : ns);
  const loaded = await Promise.all(imports.map(async ([name, load]) => [name, whole(await load())]));
  const [[, run]] = loaded;
  await (run.default ?? run)(new Map(loaded).get(library), name => new Map(loaded).get(name));
})();
`;

/** Bull 3 reads them from beside the bundle. */
function copyScriptsOfBull(target: string): void {
  const scripts = join(folderOf('previous'), 'node_modules/bull/lib/commands');
  for (const name of readdirSync(scripts).filter(name => name.endsWith('.lua')))
    copyFileSync(join(scripts, name), join(target, name));
}

/** Bundles the programs of Bree's threads, each as an entry. */
async function bundleJobs(outdir: string): Promise<void> {
  await build({
    entryPoints: ['bree-done', 'bree-failing', 'bree-job'].map(name => join(APPS, `${name}.cjs`)),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
  });
}

describe.skipIf(!isInstalled || !hasMoreBundlers)('jobs and messages in a bundle with the plugin', () => {
  let servers: WorkServers;
  beforeAll(async () => {
    servers = await startWorkServers();
  });
  afterAll(() => servers.close());

  describe.each(FOLDERS.flatMap(folder => WAYS[folder].map(way => ({ ...way, folder, way }))))(
    '$folder by $name',
    ({ folder, way }) => {
      let built: Bundle;
      let entry: string;
      beforeAll(async () => {
        entry = applicationIn(folder);
        built = await bundle(way, true, { folder: BUNDLERS, node: node?.path ?? '' }, entry);
        if (folder === 'previous') copyScriptsOfBull(dirname(built.file));
      }, 600_000);
      afterAll(() => {
        rmSync(entry);
        built?.remove();
      });

      const bundled = (program: string, library: string): Program => ({
        argv: [built.file, program, library],
        cwd: '/',
      });

      const rows = ROWS.filter(({ folders }) => folders.includes(folder));

      it.each(rows)('$program with $library', async row => {
        const { program, library } = row;

        await servers.runRow(row, bundled(program, library), `${program} ${library} ${folder} ${way.name}`);
      });

      it('jobs of Bree, which are files beside the bundle', async () => {
        await bundleJobs(dirname(built.file));
        const program = bundled('bree', 'bree');

        await runBree(program, servers.collector, `bree ${folder} ${way.name}`);
      });

      it('messages of Google Cloud Pub/Sub', async () => {
        const program = bundled('pubsub', '@google-cloud/pubsub');

        await runPubSub(program, folder, servers.collector, `pubsub ${folder} ${way.name}`);
      });

      // The others leave out its WebAssembly.
      it.runIf(way.bundler === 'webpack')('messages of @platformatic/kafka', async () => {
        const program = bundled('platformatic-kafka', '@platformatic/kafka');

        await runPlatformaticKafka(program, servers.collector, `kafka ${folder} ${way.name}`);
      });
    },
  );
});
