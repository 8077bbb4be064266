import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  APPLICATION,
  type Bundle,
  bundle,
  type Outcome,
  observe,
  type Way,
} from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { MARIADB, type MariaDb, startMariaDb } from '../helpers/mariadb.ts';
import { startMongoDbStub } from '../helpers/mongodb.ts';
import { nodes } from '../helpers/nodes.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { REDIS_SERVER, type RedisServer, startRedis } from '../helpers/redis.ts';

/** The others take more than `npm ci` brings: see bundles.heavy.test.ts. */
const WAYS: readonly Way[] = [
  { name: 'esbuild, ES module', bundler: 'esbuild', format: 'esm' },
  { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true },
  { name: 'Rolldown, ES module, minified', bundler: 'rolldown', format: 'esm', minify: true },
];

const COMMON_JS = new URL('../fixtures/bundled/common-js.mjs', import.meta.url).pathname;

const PUBLISHED = new URL('../fixtures/bundled/published.mjs', import.meta.url).pathname;

const DATABASES = new URL('../fixtures/bundled/published-databases.mjs', import.meta.url).pathname;

const MONGOOSE = new URL('../fixtures/bundled/published-mongoose.mjs', import.meta.url).pathname;

const hasServers = MARIADB.path && REDIS_SERVER.path;

if (!hasServers)
  process.stderr.write('SKIPPED: bundled clients: apt-get install mariadb-server redis-server\n');

let collector: Collector;
let bundles: readonly Bundle[] = [];
beforeAll(async () => {
  [collector, ...bundles] = await Promise.all([startCollector(), ...WAYS.map(way => bundle(way, true))]);
});
afterAll(async () => {
  for (const { remove } of bundles) remove();
  await collector.close();
});

describe.each(nodes())('a bundle with the plugin on Node.js $version', ({ version, path: node }) => {
  let twin: Outcome;
  beforeAll(async () => {
    twin = await observe(APPLICATION, node, collector, `twin on ${version}`);
  });

  it.each(WAYS.map((way, index) => ({ ...way, index })))('is seen as its files are: $name', async way => {
    const file = bundles[way.index]?.file ?? '';

    const [bare, observed] = await Promise.all([
      run([node, file]),
      observe(file, node, collector, `${way.name} on ${version}`),
    ]);

    expect(twin.telemetry.length).toBeGreaterThan(20);
    expect(observed.telemetry).toEqual(twin.telemetry);
    expect(bare).toEqual(twin.ended);
    expect(observed.ended).toEqual(twin.ended);
  });
});

/** As esbuild writes them where it does not minify. */
const PLAIN: readonly Way[] = [
  { name: 'CommonJS', bundler: 'esbuild', format: 'cjs' },
  { name: 'ES module', bundler: 'esbuild', format: 'esm' },
];

describe.each(nodes())('a bundle without the plugin on Node.js $version', ({ version, path: node }) => {
  // An ES module's text can be changed where Node.js has synchronous hooks.
  const ways = PLAIN.filter(({ format }) => format === 'cjs' || hasSyncHooks(version));

  it.each(ways)('is recognized as it is loaded: $name', async way => {
    const { file, remove } = await bundle(way, false, undefined, COMMON_JS);
    try {
      const [twin, observed, bare] = await Promise.all([
        observe(COMMON_JS, node, collector, `CommonJS twin of ${way.name} on ${version}`),
        observe(file, node, collector, `recognized ${way.name} on ${version}`),
        run([node, file]),
      ]);

      expect(twin.telemetry).toHaveLength(10);
      expect(observed.telemetry).toEqual(twin.telemetry);
      expect(observed.ended).toEqual(twin.ended);
      expect(bare).toEqual(twin.ended);
    } finally {
      remove();
    }
  });
});

describe.each(nodes())(
  'a minified bundle without the plugin on Node.js $version',
  ({ version, path: node }) => {
    it('is seen by the channels that libraries publish', async () => {
      const { file, remove } = await bundle(WAYS[1] as Way, false, undefined, PUBLISHED);
      try {
        const [twin, observed, bare, { statuses, findings }] = await Promise.all([
          observe(PUBLISHED, node, collector, `published twin on ${version}`),
          observe(file, node, collector, `published on ${version}`),
          run([node, file]),
          diagnosed(file),
        ]);

        expect(twin.telemetry.join('\n')).toContain('GET /failing/:id');
        expect(twin.telemetry.join('\n')).toContain('query Order');
        expect(twin.telemetry.join('\n')).toContain('GET /shelves/:shelf/:id/failing');
        expect(observed.telemetry).toEqual(twin.telemetry);
        expect(observed.ended.stdout).toBe(twin.ended.stdout);
        expect(bare).toEqual(twin.ended);
        expect(statuses).toMatchObject({
          express: 'active by channel',
          fastify: 'active by channel',
          graphql: 'active by channel',
          h3: 'active by channel',
        });
        // Fastify brings pino.
        expect(findings).toMatchObject([{ message: expect.stringContaining('packages inside (pino)') }]);
      } finally {
        remove();
      }
    });
  },
);

describe.skipIf(!hasServers)('a minified bundle of clients of databases without the plugin', () => {
  let servers: readonly [MariaDb, RedisServer];
  let env: Record<string, string>;
  let minified: Bundle;
  beforeAll(async () => {
    [servers, minified] = await Promise.all([
      Promise.all([startMariaDb(), startRedis()]),
      bundle(WAYS[1] as Way, false, undefined, DATABASES),
    ]);
    const [mariadb, redis] = servers.map(({ port }) => ({ host: '127.0.0.1', port }));
    env = { DATABASES: JSON.stringify({ mariadb: { ...mariadb, user: 'root', database: 'mysql' }, redis }) };
  });
  afterAll(async () => {
    minified.remove();
    await Promise.all(servers.map(server => server.close()));
  });

  it.each(nodes())(
    'is seen by the channels that they publish on Node.js $version',
    async ({ version, path: node }) => {
      const twin = await observe(DATABASES, node, collector, `clients on ${version}`, env);
      const observed = await observe(minified.file, node, collector, `bundled clients on ${version}`, env);
      const bare = await run([node, minified.file], { env });

      expect(twin.telemetry.join('\n')).toContain('LPUSH order ?');
      expect(observed.telemetry).toEqual(twin.telemetry);
      expect(observed.ended.stdout).toBe(twin.ended.stdout);
      expect(bare).toEqual(twin.ended);
    },
  );

  it('is said to be seen by them', async () => {
    const { statuses, findings } = await diagnosed(minified.file);

    expect(statuses).toMatchObject({
      ioredis: 'active by channel',
      '@redis/client': 'active by channel',
      mysql2: 'active by channel',
    });
    expect(findings).toEqual([]);
  });
});

describe('a minified bundle of mongoose without the plugin', () => {
  /** Of the text, mongoose tells the filter. */
  const withoutText = (lines: readonly string[]) =>
    lines.map(line => line.replace(/"db\.query\.text":"(?:\\.|[^"\\])*",?/, '')).sort();

  it.each(nodes())(
    'is seen by the channels that it publishes on Node.js $version',
    async ({ version, path: node }) => {
      const [mongodb, { file, remove }] = await Promise.all([
        startMongoDbStub(),
        bundle(WAYS[1] as Way, false, undefined, MONGOOSE),
      ]);
      try {
        const env = { MONGODB_PORT: String(mongodb.port) };
        const [twin, observed, bare] = await Promise.all([
          observe(MONGOOSE, node, collector, `mongoose on ${version}`, env),
          observe(file, node, collector, `bundled mongoose on ${version}`, env),
          run([node, file], { env }),
        ]);

        expect(twin.telemetry).toHaveLength(8);
        expect(withoutText(observed.telemetry)).toEqual(withoutText(twin.telemetry));
        expect(observed.telemetry.join('\n')).not.toMatch(/4711|refused/);
        expect(bare).toEqual(twin.ended);
      } finally {
        remove();
        await mongodb.close();
      }
    },
  );
});

describe('what is seen in a bundle', () => {
  const node = process.execPath;
  const way = WAYS[1] as Way;
  let plain: Bundle;
  beforeAll(async () => {
    plain = await bundle(way, false);
  });
  afterAll(() => plain.remove());

  it('is told by doctor, with the line to add where it is not', async () => {
    const [withPlugin, without] = await Promise.all(
      [bundles[1]?.file ?? '', plain.file].map(file => diagnosed(file)),
    );

    expect(withPlugin?.statuses).toMatchObject({
      express: 'active by plugin',
      koa: 'active by plugin',
      pg: 'active by plugin',
      pino: 'active by plugin',
      undici: 'active by channel',
      http: 'active by modules',
    });
    expect(withPlugin?.findings).toEqual([]);
    expect(without?.statuses).toMatchObject({
      express: 'active by channel',
      koa: 'bundled',
      pg: 'bundled',
      http: 'active by modules',
    });
    expect(without?.findings).toMatchObject([{ fix: expect.stringContaining("from 'otel-run/esbuild'") }]);
  });

  it('is told by a run, once, where it is not', async () => {
    const [withPlugin, without] = await Promise.all(
      [bundles[1]?.file ?? '', plain.file].map(file =>
        run(byOtelRun([node, file]), { env: collector.environment('warned') }),
      ),
    );

    expect(withPlugin?.stderr).toBe('');
    expect(without?.stderr).toMatch(/^otel-run: warning: .*esbuild.*koa.*otel-run\/esbuild.*\n$/);
  });
});

async function diagnosed(file: string) {
  const { stdout } = await run(
    [process.execPath, OTEL_RUN, 'doctor', '--json', '--', process.execPath, file],
    {
      env: collector.environment('diagnosed'),
    },
  );
  const { instrumentations, findings } = JSON.parse(stdout);
  return {
    statuses: Object.fromEntries(
      instrumentations.map(({ package: name, status, via }: Record<string, string>) => [
        name,
        via ? `${status} by ${via}` : status,
      ]),
    ),
    findings: findings.filter(({ code }: { code: string }) => code === 'bundled-application'),
  };
}

function hasSyncHooks(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor > 11) || (major === 22 && minor >= 22);
}
