import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { start } from './child.mjs';
import { nodeCommand } from './peers.mjs';
import { interleave } from './rounds.mjs';
import { median } from './statistics.mjs';

/** The plugin as it is built, which may be later than this file is loaded. */
const plugin = () => createRequire(import.meta.url)('../../dist/esbuild.cjs')();

/**
 * From the start of a single-file Express application until it listens: without the
 * plugin, with it, and with otel-run.
 */
export async function bundledStart({ rounds, node, env, folders, collector }) {
  const ways = ['bare', 'otel-run', 'plugin'];
  for (const way of ways)
    await bundle(folderOf(way, folders), `${way}.cjs`, way === 'bare' ? [] : [plugin()]);
  const times = await interleave(
    rounds,
    async way => {
      const argv = nodeCommand(way, node, [`${way}.cjs`]);
      const app = start({ argv, env, cwd: folderOf(way, folders) });
      const ready = await app.next();
      await app.stop();
      await collector.take();
      return { listens: ready.after };
    },
    ways,
  );
  const size = way => statSync(join(folderOf(way, folders), `${way}.cjs`)).size;
  const added = median(times.listens.plugin) - median(times.listens.bare);
  return [
    {
      id: 'start-bundle',
      what: 'Express in a bundle of esbuild: start until it listens',
      unit: 'ms',
      values: times.listens,
      note: `the plugin adds ${size('plugin') - size('bare')} bytes, and ${added.toFixed(0)} ms without otel-run`,
    },
  ];
}

function folderOf(way, folders) {
  return folders[way === 'plugin' ? 'otel-run' : way];
}

function bundle(folder, name, plugins) {
  return build({
    absWorkingDir: folder,
    entryPoints: ['express.cjs'],
    outfile: name,
    bundle: true,
    platform: 'node',
    minify: true,
    plugins,
  });
}
