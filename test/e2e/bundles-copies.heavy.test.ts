import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLERS, bundle, hasMoreBundlers, observe, type Way } from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { run } from '../helpers/processes.ts';

const APPLICATION = new URL('../fixtures/bundled/copies.mjs', import.meta.url).pathname;

const WAYS: readonly Way[] = [
  { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true },
  { name: 'Rollup, ES module', bundler: 'rollup', format: 'esm' },
  { name: 'Rolldown, ES module, minified', bundler: 'rolldown', format: 'esm', minify: true },
  { name: 'webpack, CommonJS, minified', bundler: 'webpack', format: 'cjs', minify: true },
];

/** One copy is outside of the bundle. */
const OUTSIDE = { OUTSIDE: `${BUNDLERS}/package.json` };

/** Not minified, it is recognized as it is loaded. */
const UNPLUGGED: Way = { name: 'esbuild, without the plugin', bundler: 'esbuild', format: 'cjs' };

if (!hasMoreBundlers) process.stderr.write('SKIPPED: copies: node scripts/bundle-samples.mjs\n');

describe.skipIf(!hasMoreBundlers)('several copies of a package in a bundle', () => {
  const node = fetchedNode('24')?.path ?? process.execPath;
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.close());

  it.each([...WAYS, UNPLUGGED])('are all seen: $name', { timeout: 300_000 }, async way => {
    const { file, remove } = await bundle(way, way !== UNPLUGGED, { folder: BUNDLERS, node }, APPLICATION);
    try {
      const twin = await observe(APPLICATION, node, collector, `twin of ${way.name}`, OUTSIDE);
      const observed = await observe(file, node, collector, way.name, OUTSIDE);
      const bare = await run([node, file], { env: OUTSIDE });

      for (const name of ['outside', 'express', 'expressCopy', 'express4'])
        expect(twin.telemetry.join('\n')).toContain(`"GET /${name}/:id/failing"`);
      expect(observed.telemetry).toEqual(twin.telemetry);
      expect(bare).toEqual(twin.ended);
      expect(observed.ended).toEqual(twin.ended);
    } finally {
      remove();
    }
  });
});
