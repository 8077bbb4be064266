import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { type MessageServer, startMosquitto, startNats } from '../helpers/message-servers.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { type Postgres, startPostgres } from '../helpers/postgres.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { startPubSub } from '../helpers/pubsub.ts';
import { type RedisServer, startRedis } from '../helpers/redis.ts';
import { startSqs } from '../helpers/sqs.ts';

/** `scripts/install-work.sh` installs what is tested here; some of it needs a newer Node.js than the tests. */
const INSTALLED = new URL('../.installed/work', import.meta.url).pathname;

const PROGRAMS = new URL('../fixtures/apps/work', import.meta.url).pathname;

const node = fetchedNode('24');

const WAYS = ['run.cjs', 'run.mjs'];

/** The span that the programs say sent some of the messages. */
const SENDER = 'b7ad6b7169203331';

const TRACEPARENT = { DataType: 'String', StringValue: `00-0af7651916cd43dd8448eb211c80319c-${SENDER}-01` };

/** What is expected of the unit of work in which a job logged that it is worked on. */
interface Unit {
  readonly name: string;
  readonly kind?: 'CONSUMER' | 'INTERNAL';
  readonly scope?: string;
  readonly links?: readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly program: string;
  readonly library: string;
  readonly folders: readonly ('newest' | 'previous')[];
  readonly server?: 'postgres' | 'redis' | 'nats' | 'mqtt' | 'sqs';
  /** What a job logs before its name. */
  readonly logs?: string;
  /** By job. */
  readonly units: Readonly<Record<string, Unit>>;
}

/** What belongs to no job. */
const BESIDE = 'beside the loops';

const FAILED = { 'error.type': 'RangeError' };

const of = (system: string, queue: string) => ({
  'messaging.system': system,
  'messaging.operation.type': 'process',
  'messaging.destination.name': queue,
});

const GRAPHILE = of('graphile-worker', 'order');
const ORDER = { name: 'order process', attributes: GRAPHILE };

const SQS = of('aws_sqs', 'orders');
const SQS_ORDER = { name: 'orders process', attributes: SQS };

const NATS = { attributes: of('nats', 'orders'), name: 'orders process' };
const LETTER = {
  name: 'letters.* process',
  attributes: { ...of('nats', 'letters.7'), 'messaging.destination.template': 'letters.*' },
};
const STREAM = {
  'messaging.system': 'nats',
  'messaging.operation.type': 'process',
  'messaging.consumer.group.name': 'workers',
};
const MQTT = { attributes: of('mqtt', 'orders'), name: 'orders process' };

/** From version 12 on, pg-boss records its own spans: those are the units. */
const BOSS_12 = { name: 'process orders', scope: 'pg-boss', attributes: of('pg-boss', 'orders') };
const BOSS = { name: 'orders process', attributes: of('pg-boss', 'orders') };

const BULL = { name: 'orders process', attributes: of('bull', 'orders') };

const BATCH = { 'messaging.batch.message_count': 2, 'messaging.destination.name': 'letters' };

/** A program for the client of NATS and for the package that it was before. */
function natsRows(program: string, units: Row['units']): readonly Row[] {
  return [
    { program, library: '@nats-io/transport-node', folders: ['newest'], server: 'nats', units },
    { program, library: 'nats', folders: ['previous'], server: 'nats', units },
  ];
}

const ROWS: readonly Row[] = [
  {
    program: 'pg-boss',
    library: 'pg-boss',
    folders: ['newest'],
    server: 'postgres',
    units: {
      done: BOSS_12,
      failing: { ...BOSS_12, attributes: { ...BOSS_12.attributes, ...FAILED } },
      ordered: BOSS_12,
      batch: { name: 'process letters', scope: 'pg-boss', links: [SENDER], attributes: BATCH },
    },
  },
  {
    program: 'pg-boss',
    library: 'pg-boss',
    folders: ['previous'],
    server: 'postgres',
    units: {
      done: BOSS,
      failing: { ...BOSS, attributes: { ...BOSS.attributes, ...FAILED } },
      ordered: { ...BOSS, links: [SENDER] },
      batch: { name: 'letters process', links: [SENDER], attributes: BATCH },
    },
  },
  {
    program: 'graphile-worker',
    library: 'graphile-worker',
    folders: ['newest', 'previous'],
    server: 'postgres',
    units: {
      done: ORDER,
      failing: { ...ORDER, attributes: { ...GRAPHILE, ...FAILED } },
      ordered: { ...ORDER, links: [SENDER] },
    },
  },
  {
    program: 'sqs-consumer',
    library: 'sqs-consumer',
    folders: ['newest', 'previous'],
    server: 'sqs',
    units: {
      done: SQS_ORDER,
      failing: { ...SQS_ORDER, attributes: { ...SQS, ...FAILED } },
      ordered: { ...SQS_ORDER, links: [SENDER] },
      batch: { name: 'letters process', links: [SENDER], attributes: BATCH },
    },
  },
  ...natsRows('nats', {
    done: NATS,
    ordered: { ...NATS, links: [SENDER] },
    letter: LETTER,
    'asked for': NATS,
  }),
  ...natsRows('nats-iterated', {
    done: NATS,
    ordered: { ...NATS, links: [SENDER] },
    third: NATS,
    letter: LETTER,
    last: { name: 'last process', attributes: of('nats', 'last') },
  }),
  ...natsRows('nats-streams', {
    done: { name: expect.stringMatching(/^orders\d+ process$/), attributes: STREAM },
    letter: { name: expect.stringMatching(/^letters\d+ process$/), attributes: STREAM },
    ordered: { name: expect.stringMatching(/^letters\d+ process$/), attributes: STREAM, links: [SENDER] },
    few: { name: expect.stringMatching(/^few\d+ process$/), attributes: STREAM },
  }),
  {
    program: 'mqtt',
    library: 'mqtt',
    folders: ['newest', 'previous'],
    server: 'mqtt',
    units: {
      done: MQTT,
      ordered: { ...MQTT, links: [SENDER] },
      letter: {
        name: 'letters/+/new process',
        attributes: { ...of('mqtt', 'letters/7/new'), 'messaging.destination.template': 'letters/+/new' },
      },
    },
  },
  {
    program: 'nest-schedule',
    library: '@nestjs/schedule',
    folders: ['newest', 'previous'],
    units: {
      'by pattern': { name: 'Jobs.byPattern run', kind: 'INTERNAL' },
      'at an interval': { name: 'Jobs.atInterval run', kind: 'INTERNAL' },
      later: { name: 'reports run', kind: 'INTERNAL' },
      failing: { name: 'Jobs.fails run', kind: 'INTERNAL', attributes: FAILED },
    },
  },
  {
    program: '../ready-made/cron',
    library: 'cron',
    folders: ['previous'],
    logs: 'ran',
    units: {
      'by pattern': { name: '* * * * * * run', kind: 'INTERNAL' },
      once: { name: 'once run', kind: 'INTERNAL' },
      // Names of jobs came with version 4.
      failing: { name: '* * * * * * run', kind: 'INTERNAL', attributes: FAILED },
    },
  },
  {
    program: '../ready-made/toad-scheduler',
    library: 'toad-scheduler',
    folders: ['previous'],
    logs: 'ran',
    units: {
      'in time': { name: 'in time run', kind: 'INTERNAL' },
      named: { name: 'named run', kind: 'INTERNAL' },
      failing: { name: 'failing run', kind: 'INTERNAL', attributes: FAILED },
    },
  },
  {
    program: '../ready-made/bull',
    library: 'bull',
    folders: ['previous'],
    server: 'redis',
    units: {
      done: BULL,
      failing: { ...BULL, attributes: { ...BULL.attributes, ...FAILED } },
      ordered: { ...BULL, links: [SENDER] },
    },
  },
];

const isInstalled = existsSync(join(INSTALLED, 'newest/installed')) && node !== undefined;
if (!isInstalled) process.stderr.write('SKIPPED: queues and schedulers: bash scripts/install-work.sh\n');

function versionOf(library: string, folder: string): string {
  const file = join(INSTALLED, folder, 'node_modules', library, 'package.json');
  return isInstalled ? JSON.parse(readFileSync(file, 'utf8')).version : 'not installed';
}

const TRACE = { googclient_traceparent: TRACEPARENT.StringValue };

describe.skipIf(!isInstalled)('messages of Google Cloud Pub/Sub are a unit of work each', () => {
  it.each(WAYS)(`@google-cloud/pubsub ${versionOf('@google-cloud/pubsub', 'newest')}, %s`, async way => {
    const folder = join(INSTALLED, 'newest');
    const own = await startCollector();
    const protos = join(folder, 'node_modules/@google-cloud/pubsub/build/protos/protos.json');
    const pubsub = await startPubSub(protos, [
      { data: Buffer.from('{"job":"done"}'), messageId: '1' },
      { data: Buffer.from('{"job":"ordered"}'), messageId: '2', attributes: TRACE },
    ]);
    const env = {
      ...own.environment('pubsub'),
      PUBSUB_EMULATOR_HOST: pubsub.address,
      METADATA_SERVER_DETECTION: 'none',
    };

    const argv = [node?.path ?? '', way, 'pubsub', '@google-cloud/pubsub', folder];
    await run(byOtelRun(argv, node?.path), { cwd: PROGRAMS, env });

    const received = await own.waitFor('pubsub', got => isWhole(got, 2));
    pubsub.close();
    await own.close();
    const unit = { name: 'orders-eu process', attributes: of('gcp_pubsub', 'orders-eu') };
    expectUnit(received, 'done', 'worked on done', unit);
    expectUnit(received, 'ordered', 'worked on ordered', { ...unit, links: [SENDER] });
  });
});

describe.skipIf(!isInstalled)('messages of @platformatic/kafka', () => {
  it.each(WAYS)(
    `${versionOf('@platformatic/kafka', 'newest')}: each a unit of work, linked to its sending, %s`,
    async way => {
      const own = await startCollector();
      const argv = [
        node?.path ?? '',
        way,
        'platformatic-kafka',
        '@platformatic/kafka',
        join(INSTALLED, 'newest'),
      ];

      const ended = await run(byOtelRun(argv, node?.path), { cwd: PROGRAMS, env: own.environment('kafka') });

      expect(ended).toMatchObject({ code: 0, stdout: '["done","letter","second","third"]\n', stderr: '' });
      const received = await own.waitFor('kafka', got => isWhole(got, 4));
      await own.close();
      const { spans } = received;
      const sent = spans.filter(({ kind }) => kind === 'SPAN_KIND_PRODUCER');
      const by = (client: string, topic: string) =>
        sent.find(
          ({ name, attributes }) => name === `send ${topic}` && attributes['messaging.client.id'] === client,
        );
      const sending = spans.find(({ name }) => name === 'sending');
      expect(by('shop', 'orders')).toMatchObject({ parentSpanId: sending?.spanId });
      expect(by('plain', 'orders')?.attributes).toMatchObject({ 'messaging.batch.message_count': 2 });
      expect(by('lost', 'lost')).toMatchObject({
        status: { code: 'STATUS_CODE_ERROR' },
        attributes: { 'error.type': 'PLT_KFK_MULTIPLE' },
      });
      expect(sent).toHaveLength(4);
      const jobs = { done: 'shop', second: 'plain', third: 'plain' };
      for (const [job, client] of Object.entries(jobs)) {
        const links = [by(client, 'orders')?.spanId ?? ''];
        expectUnit(received, job, `worked on ${job}`, {
          name: 'orders process',
          links,
          attributes: of('kafka', 'orders'),
        });
      }
      const links = [by('shop', 'letters')?.spanId ?? ''];
      expectUnit(received, 'letter', 'worked on letter', { name: 'letters process', links });
    },
  );
});

const CASES = ROWS.flatMap(row =>
  row.folders.flatMap(folder =>
    WAYS.map(way => ({ ...row, folder, way, version: versionOf(row.library, folder) })),
  ),
);

let collector: Collector;
let postgres: Postgres;
let redis: RedisServer;
let nats: MessageServer;
let mosquitto: MessageServer;

describe.skipIf(!isInstalled)('jobs and messages are a unit of work each', () => {
  beforeAll(async () => {
    [collector, postgres, redis, nats, mosquitto] = await Promise.all([
      startCollector(),
      startPostgres(),
      startRedis(),
      startNats(),
      startMosquitto(),
    ]);
  });
  afterAll(() => Promise.all([collector, postgres, redis, nats, mosquitto].map(one => one?.close())));

  it.each(CASES)(
    '$library $version, $way',
    async ({ program, library, server, folder, way, logs = 'worked on', units }) => {
      const service = `${program} ${library} ${folder} ${way}`;
      const sqs = await startSqs(messages());
      const env = {
        ...collector.environment(service),
        ...(server === 'postgres' && {
          ...postgres.environment,
          SCHEMA: `of_${service.replace(/\W/g, '_')}`,
        }),
        REDIS_PORT: String(redis.port),
        NATS_URL: nats.url.slice('nats://'.length),
        MQTT_URL: mosquitto.url,
        SQS_URL: sqs.url,
      };
      const argv = [node?.path ?? '', way, program, library, join(INSTALLED, folder)];

      const ended = await run(byOtelRun(argv, node?.path), { cwd: PROGRAMS, env });

      expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[[{].*[\]}]\n$/) });
      const jobs = Object.keys(units);
      const received = await collector.waitFor(service, got => isWhole(got, jobs.length));
      for (const [job, unit] of Object.entries(units)) expectUnit(received, job, `${logs} ${job}`, unit);
      const beside = received.logs.filter(({ body }) => body === BESIDE);
      expect(beside.filter(({ traceId, attributes }) => traceId || 'job' in attributes)).toEqual([]);
      await sqs.close();
    },
  );
});

describe.skipIf(!isInstalled)(
  'jobs of Bree are a unit of work each, for as long as their thread lives',
  () => {
    it.each(
      (['newest', 'previous'] as const).flatMap(folder =>
        WAYS.map(way => ({ folder, way, version: versionOf('bree', folder) })),
      ),
    )('bree $version, $way', async ({ folder, way }) => {
      const own = await startCollector();
      const argv = [node?.path ?? '', way, 'bree', 'bree', join(INSTALLED, folder)];

      await run(byOtelRun(argv, node?.path), { cwd: PROGRAMS, env: own.environment('bree') });

      const { spans } = await own.waitFor('bree', got => got.spans.length >= 2);
      await own.close();
      const units = spans.map(({ name, attributes }) => [name, attributes['error.type']]);
      expect(units.sort()).toEqual([
        ['bree-failing run', 'RangeError'],
        ['bree-job run', undefined],
      ]);
    });
  },
);

function expectUnit({ spans, logs }: Received, job: string, text: string, expected: Unit): void {
  const { name, kind = 'CONSUMER', scope = 'otel-run', links = [], attributes = {} } = expected;
  const records = logs.filter(({ body }) => body === text);
  expect(records.map(record => record.attributes)).toEqual([{ job }]);
  const unit = spans.find(({ spanId }) => spanId === records[0]?.spanId);
  expect(unit).toMatchObject({ name, kind: `SPAN_KIND_${kind}`, scope, links, attributes });
  expect(unit?.parentSpanId).toBeUndefined();
  expect(unit?.attributes['error.type']).toBe(attributes['error.type']);
  // One unit for a job, and nothing of the next one in its trace.
  const others = spans.filter(({ traceId, spanId }) => traceId === unit?.traceId && spanId !== unit?.spanId);
  expect(others.filter(({ kind }) => kind === 'SPAN_KIND_CONSUMER' || kind === 'SPAN_KIND_INTERNAL')).toEqual(
    [],
  );
}

/** Whether this many log records arrived, and the span of each; spans come on their own. */
function isWhole({ logs, spans }: Received, records: number): boolean {
  const ofJobs = logs.filter(({ body }) => body !== BESIDE);
  return ofJobs.length >= records && ofJobs.every(({ spanId }) => spans.some(span => span.spanId === spanId));
}

function messages() {
  return {
    orders: [
      { Body: '{"job":"done"}' },
      { Body: '{"job":"failing"}' },
      { Body: '{"job":"ordered"}', MessageAttributes: { traceparent: TRACEPARENT } },
    ],
    letters: [{ Body: '1', MessageAttributes: { traceparent: TRACEPARENT } }, { Body: '2' }],
  };
}
