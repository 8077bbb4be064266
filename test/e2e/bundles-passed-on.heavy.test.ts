import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLERS, bundle, hasMoreBundlers, observe, type Way } from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { run } from '../helpers/processes.ts';

const APPLICATION = new URL('../fixtures/bundled/passed-on.mjs', import.meta.url).pathname;

/** Where they minify, bundlers lead an importer past a module to the source of what it passes on. */
const WAYS: readonly Way[] = [
  { name: 'esbuild, ES module, minified', bundler: 'esbuild', format: 'esm', minify: true },
  { name: 'Rolldown, CommonJS, minified', bundler: 'rolldown', format: 'cjs', minify: true },
  { name: 'webpack, CommonJS, minified', bundler: 'webpack', format: 'cjs', minify: true },
  { name: 'webpack, ES module, minified', bundler: 'webpack', format: 'esm', minify: true },
  { name: 'Rspack, CommonJS, minified', bundler: 'rspack', format: 'cjs', minify: true },
];

if (!hasMoreBundlers) process.stderr.write('SKIPPED: passed on: node scripts/bundle-samples.mjs\n');

describe.skipIf(!hasMoreBundlers)('what the entry of a package passes on', () => {
  const node = fetchedNode('24')?.path ?? process.execPath;
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.close());

  it.each(WAYS)('is seen in a bundle: $name', { timeout: 300_000 }, async way => {
    const { file, remove } = await bundle(way, true, { folder: BUNDLERS, node }, APPLICATION);
    try {
      const twin = await observe(APPLICATION, node, collector, `twin of ${way.name}`);
      const observed = await observe(file, node, collector, way.name);
      const bare = await run([node, file]);

      expect(twin.telemetry.join('\n')).toContain('"span":"GET /orders/{id}"');
      expect(twin.telemetry.join('\n')).toContain('"span":"SELECT orders"');
      expect(observed.telemetry.map(withoutId)).toEqual(twin.telemetry.map(withoutId));
      expect(bare).toEqual(twin.ended);
      expect(observed.ended).toEqual(twin.ended);
    } finally {
      remove();
    }
  });
});

/** Each query of ClickHouse has an id. */
function withoutId(line: string): string {
  return line.replace(/query_id=[\w-]+/g, '');
}
