import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BUNDLERS,
  bundle,
  hasMoreBundlers,
  type Outcome,
  observe,
  type Way,
} from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { run } from '../helpers/processes.ts';

/** Where `scripts/install-databases.sh` installs Prisma and generates its client. */
const FOLDER = new URL('../.frameworks/databases', import.meta.url).pathname;

const SOURCE = new URL('../fixtures/bundled/prisma.mjs', import.meta.url).pathname;

const isReady = existsSync(join(FOLDER, 'generated/client.js')) && hasMoreBundlers && INITDB.path;

if (!isReady)
  process.stderr.write(
    'SKIPPED: bundled Prisma: bash scripts/install-databases.sh; node scripts/bundle-samples.mjs; apt-get install postgresql\n',
  );

const WAYS: readonly Way[] = [
  { name: 'esbuild, ES module, minified', bundler: 'esbuild', format: 'esm', minify: true },
  { name: 'webpack, CommonJS, minified', bundler: 'webpack', format: 'cjs', minify: true },
  { name: 'Rolldown, ES module', bundler: 'rolldown', format: 'esm' },
];

describe.skipIf(!isReady)('Prisma in a bundle with the plugin', () => {
  const node = fetchedNode('24')?.path ?? process.execPath;
  const application = join(FOLDER, 'bundled.mjs');
  let collector: Collector;
  let postgres: Postgres;
  let twin: Outcome;
  beforeAll(async () => {
    copyFileSync(SOURCE, application);
    [collector, postgres] = await Promise.all([startCollector(), startPostgres()]);
    twin = await observe(application, node, collector, 'twin', postgres.environment);
  });
  afterAll(async () => {
    rmSync(application);
    await Promise.all([collector.close(), postgres.close()]);
  });

  it.each(WAYS)('is seen as its files are: $name', async way => {
    const { file, remove } = await bundle(way, true, { folder: BUNDLERS, node }, application);
    const env = postgres.environment;
    try {
      const observed = await observe(file, node, collector, way.name, env);
      const bare = await run([node, file], { env });

      expect(twin.telemetry.join('\n')).toContain('"span":"prisma:client:operation"');
      expect(observed.telemetry).toEqual(twin.telemetry);
      expect(bare).toEqual(twin.ended);
      expect(observed.ended).toEqual(twin.ended);
    } finally {
      remove();
    }
  });
});
