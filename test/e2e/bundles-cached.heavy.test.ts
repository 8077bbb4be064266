import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUNDLERS, bundle, hasMoreBundlers, type Way } from '../helpers/bundled-application.ts';
import { fetchedNode } from '../helpers/nodes.ts';

const APPLICATION = new URL('../fixtures/bundles/src/server.mjs', import.meta.url).pathname;

const WAYS: readonly Way[] = [
  { name: 'webpack', bundler: 'webpack', format: 'cjs' },
  { name: 'Rspack', bundler: 'rspack', format: 'cjs' },
];

if (!hasMoreBundlers) process.stderr.write('SKIPPED: caches: node scripts/bundle-samples.mjs\n');

describe.skipIf(!hasMoreBundlers)('the cache of a bundler', () => {
  const place = { folder: BUNDLERS, node: fetchedNode('24')?.path ?? process.execPath };

  /** The files that announce themselves. */
  async function announced(way: Way, plugin: boolean, env: Record<string, string> = {}) {
    const { file, remove } = await bundle(way, plugin, { ...place, env }, APPLICATION);
    const announcements = readFileSync(file, 'utf8').matchAll(/\["([^"\n]+)","\d[^"\n]*","([^"\n]+)",\d\]/g);
    remove();
    return [...announcements].map(([, name, path]) => `${name}/${path}`).sort();
  }

  it.each(WAYS)('has nothing of a build with other plugins: $name', { timeout: 300_000 }, async way => {
    const cache = mkdtempSync(join(tmpdir(), 'otel-run-cache-'));
    try {
      const cached = { ...way, cache };
      const named = { OTEL_RUN_WORK_SPANS: 'ms#default=milliseconds' };

      const fresh = await announced(way, true);
      const freshAndNamed = await announced(way, true, named);
      const without = await announced(cached, false);
      const plugged = await announced(cached, true);
      const again = await announced(cached, true);
      const pluggedAndNamed = await announced(cached, true, named);
      const unplugged = await announced(cached, false);

      expect(fresh).toEqual(expect.arrayContaining(['express/index.js', 'router/lib/layer.js']));
      expect(freshAndNamed).toEqual([...fresh, 'ms/index.js'].sort());
      expect({ without, plugged, again, pluggedAndNamed, unplugged }).toEqual({
        without: [],
        plugged: fresh,
        again: fresh,
        pluggedAndNamed: freshAndNamed,
        unplugged: [],
      });
    } finally {
      rmSync(cache, { recursive: true });
    }
  });
});
