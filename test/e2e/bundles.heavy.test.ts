import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APPLICATION,
  BUNDLERS,
  bundle,
  hasMoreBundlers,
  type Outcome,
  observe,
  type Way,
} from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { MARIADB, type MariaDb, startMariaDb } from '../helpers/mariadb.ts';
import { fetchedNode, isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { run } from '../helpers/processes.ts';
import { REDIS_SERVER, type RedisServer, startRedis } from '../helpers/redis.ts';

if (!hasMoreBundlers) process.stderr.write('SKIPPED: bundlers: node scripts/bundle-samples.mjs\n');

const hasServers = [INITDB, MARIADB, REDIS_SERVER].every(({ path }) => path);

if (!hasServers)
  process.stderr.write('SKIPPED: bundled clients: apt-get install postgresql mariadb-server redis-server\n');

const WAYS: readonly Way[] = [
  { name: 'esbuild, CommonJS', bundler: 'esbuild', format: 'cjs' },
  { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true },
  { name: 'esbuild, ES module', bundler: 'esbuild', format: 'esm' },
  { name: 'esbuild, ES module, minified', bundler: 'esbuild', format: 'esm', minify: true },
  { name: 'esbuild, ES module, split', bundler: 'esbuild', format: 'esm', split: true },
  { name: 'Rollup, ES module', bundler: 'rollup', format: 'esm' },
  { name: 'Rollup, CommonJS, minified', bundler: 'rollup', format: 'cjs', minify: true },
  { name: 'Rollup, ES module, apart', bundler: 'rollup', format: 'esm', apart: true },
  { name: 'Rolldown, CommonJS, apart', bundler: 'rolldown', format: 'cjs', apart: true },
  { name: 'Rolldown, ES module', bundler: 'rolldown', format: 'esm' },
  { name: 'Rolldown, ES module, minified', bundler: 'rolldown', format: 'esm', minify: true },
  { name: 'Rolldown, CommonJS, minified', bundler: 'rolldown', format: 'cjs', minify: true },
  { name: 'Vite, ES module', bundler: 'vite', format: 'esm' },
  { name: 'Vite, ES module, minified', bundler: 'vite', format: 'esm', minify: true },
  { name: 'Vite, CommonJS', bundler: 'vite', format: 'cjs' },
  { name: 'tsup, ES module, split', bundler: 'tsup', format: 'esm', split: true },
  { name: 'tsup, CommonJS, minified', bundler: 'tsup', format: 'cjs', minify: true },
  { name: 'tsdown, ES module', bundler: 'tsdown', format: 'esm' },
  { name: 'tsdown, CommonJS, minified', bundler: 'tsdown', format: 'cjs', minify: true },
  { name: 'webpack, CommonJS, development', bundler: 'webpack', format: 'cjs' },
  { name: 'webpack, CommonJS, minified', bundler: 'webpack', format: 'cjs', minify: true },
  { name: 'webpack, ES module, minified', bundler: 'webpack', format: 'esm', minify: true },
  { name: 'Rspack, CommonJS, development', bundler: 'rspack', format: 'cjs' },
  { name: 'Rspack, CommonJS, minified', bundler: 'rspack', format: 'cjs', minify: true },
  { name: 'Rspack, ES module, minified', bundler: 'rspack', format: 'esm', minify: true },
];

/** The newest bundlers build with it. */
const builder: Node = fetchedNode('24') ?? { version: process.versions.node, path: process.execPath };

/** What runs the bundles: the same Node.js, or those of `OTEL_RUN_TEST_NODES`. */
const RUNTIMES = process.env.OTEL_RUN_TEST_NODES ? nodes() : [builder];

/** Rollup imports all that undici requires only if it is there: `node:sqlite` is, without a warning, since Node.js 24. */
const waysOn = (node: Node) => WAYS.filter(({ bundler }) => bundler !== 'rollup' || isAtLeast(node, 24));

describe.skipIf(!hasMoreBundlers || !hasServers).each(RUNTIMES)(
  'a bundle with the plugin, run by Node.js $version',
  ({ version, path: node }) => {
    let collector: Collector;
    let servers: readonly [Postgres, MariaDb, RedisServer];
    let env: Record<string, string>;
    let twin: Outcome;
    beforeAll(async () => {
      collector = await startCollector();
      servers = await Promise.all([startPostgres(), startMariaDb(), startRedis()]);
      env = { DATABASES: JSON.stringify(databases()) };
      twin = await observe(APPLICATION, node, collector, 'twin', env);
    });
    afterAll(async () => {
      await Promise.all([collector, ...servers].map(server => server.close()));
    });

    it.each(waysOn({ version, path: node }))(
      'is seen as its files are: $name',
      { timeout: 600_000 },
      async way => {
        const place = { folder: BUNDLERS, node: builder.path };
        const { file, remove } = await bundle(way, true, place);
        try {
          const observed = await observe(file, node, collector, way.name, env);
          const bare = await run([node, file], { env });

          expect(twin.telemetry.length).toBeGreaterThan(40);
          expect(observed.telemetry).toEqual(twin.telemetry);
          expect(bare).toEqual(twin.ended);
          expect(observed.ended).toEqual(twin.ended);
        } finally {
          remove();
        }
      },
    );

    function databases() {
      const [postgres, mariadb, redis] = servers;
      const { PGPORT, PGUSER, PGDATABASE } = postgres.environment;
      const host = '127.0.0.1';
      return {
        postgres: { host, port: Number(PGPORT), user: PGUSER, database: PGDATABASE },
        mariadb: { host, port: mariadb.port, user: 'root' },
        redis: { host, port: redis.port, maxRetriesPerRequest: null },
      };
    }
  },
);
