import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { MEMCACHED, type Memcached, startMemcached } from '../helpers/memcached.ts';
import { nodes } from '../helpers/nodes.ts';
import { REDIS_SERVER, type RedisServer, startRedis } from '../helpers/redis.ts';
import { describeWith } from '../helpers/servers.ts';
import { REDIS3_STEPS } from './database-cases.ts';
import { CLICKHOUSE, MEMJS, REDIS, TOGETHER } from './database-client-cases.ts';
import { byName, expectNoSecret, expectSteps, runDatabaseProgram } from './database-spans.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const WAYS = ['CommonJS', 'ES modules'] as const;

// The program answers its own requests.
const UNTRACED = { OTEL_RUN_IGNORE_PATHS: '/*' };

describe('queries of ClickHouse', () => {
  for (const node of nodes()) {
    for (const way of WAYS) {
      it(`have a span each, and their requests none (${way}, Node.js ${node.version})`, async () => {
        const program = {
          program: 'clickhouse',
          library: '@clickhouse/client',
          env: UNTRACED,
          expected: CLICKHOUSE,
        };

        const ran = await runDatabaseProgram({ ...program, node, collector, way });

        expect(ran.answers).toEqual(ran.bare);
        expectSteps(ran, CLICKHOUSE);
        expectNoSecret(ran);
        expect(ran.steps.query?.[0]?.attributes).toMatchObject({
          'db.system.name': 'clickhouse',
          'db.namespace': 'shop',
          'server.address': '127.0.0.1',
          'server.port': expect.any(Number),
        });
      });
    }
  }
});

describeWith(MEMCACHED, 'commands of memcached', () => {
  let memcached: Memcached;
  beforeAll(async () => {
    memcached = await startMemcached();
  });
  afterAll(() => memcached?.close());

  for (const node of nodes()) {
    for (const way of WAYS) {
      it(`by memjs have a span each (${way}, Node.js ${node.version})`, async () => {
        const program = { program: 'memjs', env: { MEMCACHED: memcached.address }, expected: MEMJS };

        const ran = await runDatabaseProgram({ ...program, node, collector, way });

        expect(ran.answers['get by a callback']).toEqual(['secret-4711', true]);
        expectSteps(ran, MEMJS);
        expectNoSecret(ran);
        expect(ran.steps.get?.[0]?.attributes).toMatchObject({
          'db.system.name': 'memcached',
          'server.address': '127.0.0.1',
          'server.port': Number(memcached.address.split(':')[1]),
        });
      });
    }
  }
});

const FOLDER = new URL('../.frameworks/databases', import.meta.url).pathname;

const isPreviousThere = existsSync(`${FOLDER}/node_modules/redis`);
if (!isPreviousThere)
  process.stderr.write('SKIPPED: the majors before of Redis clients: bash scripts/install-databases.sh\n');

const CLIENTS = ['redis', 'ioredis'].flatMap(name => [
  { name, library: name, major: 'the newest major' },
  ...(isPreviousThere
    ? [
        {
          name,
          library: createRequire(`${FOLDER}/package.json`).resolve(name),
          major: 'the major before',
        },
      ]
    : []),
]);

describeWith(REDIS_SERVER, 'commands of Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.close());

  for (const node of nodes()) {
    for (const way of WAYS) {
      it(`by redis before version 4 have a span each, also unanswered (${way}, Node.js ${node.version})`, async () => {
        const program = {
          program: 'redis3',
          library: 'redis3',
          env: { REDIS_PORT: String(redis.port) },
          expected: REDIS3_STEPS,
        };

        const ran = await runDatabaseProgram({ ...program, node, collector, way });

        expect(ran.answers).toEqual(ran.bare);
        expectSteps(ran, REDIS3_STEPS);
        expectNoSecret(ran);
      });
    }

    for (const { name, library, major } of CLIENTS) {
      for (const way of WAYS) {
        it(`by ${name}, ${major}, have a span each, without values (${way}, Node.js ${node.version})`, async () => {
          const together = TOGETHER[name] ?? {};
          const expected = { ...REDIS, ...together };
          const program = {
            program: 'redis',
            library,
            env: { REDIS_PORT: String(redis.port) },
            expected,
          };

          const ran = await runDatabaseProgram({ ...program, node, collector, way });

          expect(ran.answers).toEqual(ran.bare);
          expectSteps(ran, REDIS);
          expectSteps(byName(ran), together);
          expectNoSecret(ran);
          expect(ran.steps.get?.[0]?.attributes).toMatchObject({
            'db.system.name': 'redis',
            'db.namespace': '0',
            'db.operation.name': 'GET',
            'server.address': 'localhost',
            'server.port': redis.port,
          });
          const texts = ran.steps.eval?.map(({ attributes }) => attributes['db.query.text']);
          expect(texts).toEqual([expect.stringMatching(/^EVAL( \?)+$/)]);
          const sent = ran.steps.transaction?.map(({ attributes }) => attributes['db.operation.name']);
          expect(sent).toEqual(expect.arrayContaining(['SET', 'GET']));
        });
      }
    }
  }
});
