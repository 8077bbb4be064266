import { copyFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BUNDLERS,
  type Bundle,
  bundle,
  described,
  hasMoreBundlers,
  type Way,
} from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { MARIADB, type MariaDb, startMariaDb } from '../helpers/mariadb.ts';
import { MOSQUITTO, startMosquitto } from '../helpers/message-servers.ts';
import { startMongoDbStub } from '../helpers/mongodb.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { byOtelRun, type Ended, run } from '../helpers/processes.ts';
import { RABBITMQ_SERVER, type RabbitMq, startRabbitMq } from '../helpers/rabbitmq.ts';
import { REDIS_SERVER, type RedisServer, startRedis } from '../helpers/redis.ts';
import type { WireStub } from '../helpers/wire-stub.ts';

const APPLICATION = new URL('../fixtures/bundled/clients.mjs', import.meta.url).pathname;

/** Bee-Queue reads them from beside the bundle. */
const SCRIPTS = new URL('../../node_modules/bee-queue/lib/lua', import.meta.url).pathname;

/** The names of its programs. */
const PROGRAMS = [
  ...['postgres', 'mariadb', 'mysql2', 'redis', 'ioredis', 'clickhouse', 'mongodb', 'mongoose'],
  ...['openai', 'anthropic', 'google', 'ai', 'mcp 1', 'mcp 2', 'h3', 'trpc', 'ws', 'graphql', 'yoga'],
  ...[
    'cron',
    'node-cron',
    'node-schedule',
    'croner',
    'toad-scheduler',
    'bull',
    'bullmq',
    'bee-queue',
    'amqplib',
    'kafkajs',
    'mqtt',
  ],
  ...['log4js', 'consola', 'nest'],
];

/** Those that are quick; bundles.heavy.test.ts has all. */
const WAYS: readonly Way[] = [
  { name: 'webpack, CommonJS, development', bundler: 'webpack', format: 'cjs' },
  { name: 'Rspack, CommonJS, minified', bundler: 'rspack', format: 'cjs', minify: true },
];

const servers = [INITDB, MARIADB, REDIS_SERVER, MOSQUITTO, RABBITMQ_SERVER];

const isReady = hasMoreBundlers && servers.every(({ path }) => path);

if (!isReady)
  process.stderr.write(
    `SKIPPED: bundled clients: node scripts/bundle-samples.mjs; apt-get install ${servers.map(server => server.package).join(' ')}\n`,
  );

interface Outcome {
  readonly ended: Ended;
  readonly telemetry: readonly string[];
}

describe.skipIf(!isReady)('clients in a bundle with the plugin', () => {
  const node = fetchedNode('24')?.path ?? process.execPath;
  let collector: Collector;
  let running: readonly [
    ...[Postgres, MariaDb, RedisServer, WireStub, { url: string; close(): Promise<void> }],
    RabbitMq,
  ];
  let env: Record<string, string>;
  let bundles: readonly Bundle[] = [];
  beforeAll(async () => {
    collector = await startCollector();
    running = await Promise.all([
      startPostgres(),
      startMariaDb(),
      startRedis(),
      startMongoDbStub(),
      startMosquitto(),
      startRabbitMq(),
    ]);
    const [postgres, mariadb, redis, mongodb, mosquitto, rabbitMq] = running;
    env = {
      ...postgres.environment,
      MYSQL_PORT: String(mariadb.port),
      REDIS_PORT: String(redis.port),
      MONGODB_PORT: String(mongodb.port),
      MQTT_URL: mosquitto.url,
      RABBITMQ_URL: rabbitMq.url,
    };
    const place = { folder: BUNDLERS, node };
    bundles = await Promise.all(WAYS.map(way => bundle(way, true, place, APPLICATION)));
    for (const name of readdirSync(SCRIPTS).filter(name => name.endsWith('.lua')))
      for (const { file } of bundles) copyFileSync(join(SCRIPTS, name), join(dirname(file), name));
  }, 600_000);
  afterAll(async () => {
    for (const { remove } of bundles) remove();
    await Promise.all([collector, ...running].map(server => server.close()));
  });

  it.each(PROGRAMS)('are seen as their files are: %s', { timeout: 300_000 }, async program => {
    const twin = await observe(APPLICATION, program, 'files');
    expect(twin).toMatchObject({
      ended: { code: 0 },
      telemetry: expect.arrayContaining([expect.anything()]),
    });

    for (const [index, { name }] of WAYS.entries()) {
      const { ended, telemetry } = await observe(bundles[index]?.file ?? '', program, name);

      expect(telemetry, name).toEqual(twin.telemetry);
      expect(ended.code, name).toBe(0);
      expect(ended.stderr, name).not.toContain('otel-run');
    }
  });

  async function observe(file: string, program: string, way: string): Promise<Outcome> {
    const service = `${program} by ${way}`;
    const ended = await run(byOtelRun([node, file, ...program.split(' ')], node), {
      env: { ...collector.environment(service), ...env },
    });
    return { ended, telemetry: described(collector.of(service)).map(comparable).sort() };
  }
});

/** Without what is another one in each run, and names of classes, which minifiers change. */
function comparable(line: string): string {
  return line
    .replace(/query_id=[\w-]+/g, '')
    .replace(/"user_agent\.original":"[^"]*",?/g, '')
    .replace(/"error\.type":"(?![A-Z]+")[A-Za-z$]+\d*",?/g, '');
}
