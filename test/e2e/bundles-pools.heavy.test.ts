import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observe } from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const FOLDER = new URL('../fixtures/apps/thread-pools', import.meta.url).pathname;

const require = createRequire(import.meta.url);

const PACKAGES = new URL('../../node_modules', import.meta.url).pathname;

/** The files that a pool runs in its threads and processes, where it looks for them beside the bundle. */
const POOLS = [
  { pool: 'piscina', entries: { worker: 'dist/worker.js' } },
  {
    pool: 'tinypool',
    entries: { 'entry/worker': 'dist/entry/worker.js', 'entry/process': 'dist/entry/process.js' },
  },
  { pool: 'workerpool', entries: { worker: 'src/worker.js' } },
] as const;

/** As `callers.cjs` knows them. */
const WAYS: readonly string[] = Object.keys(require(join(FOLDER, 'pools.cjs')));

const ES_MODULE = "const $url = require('node:url').pathToFileURL(__filename).href;";

const { execPath } = process;

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-pools-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await collector.close();
});

/** Bundles an application of a pool, its tasks, and the pool's own files, each as an entry. */
async function bundlePool(pool: string, entries: Readonly<Record<string, string>>): Promise<string> {
  const { default: otelRun } = await import(pathToFileURL(join(PACKAGE_FOLDER, 'dist/esbuild.js')).href);
  // Not called as the pool is, by whose folder its files are known.
  const outdir = join(folder, `of ${pool}`, 'dist');
  const common: BuildOptions = {
    outdir,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    format: 'cjs',
    external: ['@napi-rs/nice'],
    define: { 'import.meta.url': '$url' },
    banner: { js: ES_MODULE },
    plugins: [otelRun()],
  };
  const own = ['callers.cjs', 'tasks.cjs', 'methods.cjs'].map(name => join(FOLDER, name));
  await build({ ...common, entryPoints: own, outExtension: { '.js': '.cjs' } });
  const ofPool = Object.entries(entries).map(([name, file]) => [name, join(PACKAGES, pool, file)]);
  await build({ ...common, entryPoints: Object.fromEntries(ofPool) });
  return join(outdir, 'callers.cjs');
}

describe.each(POOLS)('tasks of a bundle with the plugin: $pool', ({ pool, entries }) => {
  let file = '';
  beforeAll(async () => {
    file = await bundlePool(pool, entries);
  });

  it.each(WAYS.filter(way => way.startsWith(pool)))('are below whoever ran them: %s', async way => {
    const twin = await observe([join(FOLDER, 'callers.cjs'), way], execPath, collector, `twin of ${way}`);
    const bundled = await observe([file, way], execPath, collector, way);
    const bare = await run([execPath, file, way]);

    expect(twin.telemetry.join('\n')).toContain('"span":"inside task 7"');
    expect(bundled.telemetry).toEqual(twin.telemetry);
    expect(bare).toEqual(twin.ended);
    expect(bundled.ended).toEqual(twin.ended);
  });
});
