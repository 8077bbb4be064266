/**
 * Queues and schedulers that `scripts/install-work.sh` installs, each with a program of test/fixtures/apps/work and what is
 * expected of its jobs.
 */
import { expect } from 'vitest';

/** By `scripts/install-work.sh`: the newest versions, and those before. */
export const FOLDERS = ['newest', 'previous'] as const;

export type Folder = (typeof FOLDERS)[number];

/** The span that the programs say sent some of the messages. */
export const SENDER = 'b7ad6b7169203331';

/** What is expected of the unit of work in which a job logged that it is worked on. */
export interface Unit {
  readonly name: string;
  readonly kind?: 'CONSUMER' | 'INTERNAL';
  readonly scope?: string;
  readonly links?: readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export interface Row {
  readonly program: string;
  readonly library: string;
  readonly folders: readonly Folder[];
  /** What else the program loads. */
  readonly needs?: readonly string[];
  readonly server?: 'postgres' | 'redis' | 'nats' | 'mqtt' | 'sqs';
  /** What a job logs before its name. */
  readonly logs?: string;
  /** By job. */
  readonly units: Readonly<Record<string, Unit>>;
}

const FAILED = { 'error.type': 'RangeError' };

export const of = (system: string, queue: string) => ({
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
const OF_GROUP = { 'messaging.consumer.group.name': 'readers' };
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
    {
      program,
      library: '@nats-io/transport-node',
      needs: ['@nats-io/jetstream'],
      folders: ['newest'],
      server: 'nats',
      units,
    },
    { program, library: 'nats', folders: ['previous'], server: 'nats', units },
  ];
}

export const ROWS: readonly Row[] = [
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
    needs: ['pg'],
    folders: FOLDERS,
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
    needs: ['@aws-sdk/client-sqs'],
    folders: FOLDERS,
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
    letter: { ...LETTER, attributes: { ...LETTER.attributes, ...OF_GROUP } },
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
    folders: FOLDERS,
    server: 'mqtt',
    units: {
      done: MQTT,
      ordered: { ...MQTT, links: [SENDER] },
      letter: {
        name: 'letters/+/new process',
        attributes: { ...of('mqtt', 'letters/7/new'), 'messaging.destination.template': 'letters/+/new' },
      },
      shared: { name: 'news process', attributes: { ...of('mqtt', 'news'), ...OF_GROUP } },
    },
  },
  {
    program: 'nest-schedule',
    library: '@nestjs/schedule',
    needs: ['reflect-metadata', '@nestjs/common', '@nestjs/core'],
    folders: FOLDERS,
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
