import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APPLICATION,
  BUNDLERS,
  bundle,
  hasMoreBundlers,
  observe,
  type Way,
} from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { run } from '../helpers/processes.ts';

const PUBLISHED = new URL('../fixtures/bundled/published.mjs', import.meta.url).pathname;

const WAYS: readonly Way[] = [
  { name: 'as it is', bundler: 'ncc', format: 'esm' },
  { name: 'minified', bundler: 'ncc', format: 'esm', minify: true },
];

if (!hasMoreBundlers) process.stderr.write('SKIPPED: ncc: node scripts/bundle-samples.mjs\n');

/** It takes no plugins, and does not name the packages in its output. */
describe.skipIf(!hasMoreBundlers)('a bundle of ncc', () => {
  const node = fetchedNode('24')?.path ?? process.execPath;
  const place = { folder: BUNDLERS, node };
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.close());

  it.each(WAYS)('is seen by the channels that libraries publish: $name', { timeout: 300_000 }, async way => {
    const { file, remove } = await bundle(way, false, place, PUBLISHED);
    try {
      const twin = await observe(PUBLISHED, node, collector, `twin of ${way.name}`);
      const observed = await observe(file, node, collector, way.name);
      const bare = await run([node, file]);

      expect(twin.telemetry.join('\n')).toContain('query Order');
      expect(observed.telemetry).toEqual(twin.telemetry);
      expect(bare).toEqual(twin.ended);
      expect(observed.ended.stdout).toBe(twin.ended.stdout);
      expect(observed.ended.stderr).toMatch(/^otel-run: warning: .*ncc.*pino.*--external <package>.*\n$/);
    } finally {
      remove();
    }
  });

  it.each(WAYS)('prints what it does without otel-run: $name', { timeout: 300_000 }, async way => {
    const { file, remove } = await bundle(way, false, place, APPLICATION);
    try {
      const twin = await observe(APPLICATION, node, collector, `whole twin of ${way.name}`);
      const observed = await observe(file, node, collector, `whole ${way.name}`);
      const bare = await run([node, file]);

      expect(bare).toEqual(twin.ended);
      expect(observed.ended).toMatchObject({ code: 0, stdout: twin.ended.stdout });
      const spans = twin.telemetry.filter(line => line.includes('instrumentation-http"'));
      const seen = observed.telemetry.filter(line => line.includes('instrumentation-http"'));
      expect(seen).toHaveLength(spans.length);
      expect(seen.join('\n')).toContain('"http.route":"/api/orders/:id"');
    } finally {
      remove();
    }
  });
});
