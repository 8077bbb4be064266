/** Runs of the programs of `work-library-rows.ts`, from files or in a bundle, and what has to arrive of them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { startMosquitto, startNats } from '../helpers/message-servers.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { byOtelRun, type Ended, run } from '../helpers/processes.ts';
import { startPubSub } from '../helpers/pubsub.ts';
import { startRedis } from '../helpers/redis.ts';
import { startSqs } from '../helpers/sqs.ts';
import { type Folder, of, type Row, SENDER, type Unit } from './work-library-rows.ts';

/** `scripts/install-work.sh` installs what is tested here; some of it needs a newer Node.js than the tests. */
const INSTALLED = new URL('../.installed/work', import.meta.url).pathname;

export const node = fetchedNode('24');

export const isInstalled = existsSync(join(INSTALLED, 'newest/installed')) && node !== undefined;
if (!isInstalled) process.stderr.write('SKIPPED: queues and schedulers: bash scripts/install-work.sh\n');

/** Where the libraries are. */
export const folderOf = (folder: Folder) => join(INSTALLED, folder);

/** A program that works on jobs. */
export interface Program {
  readonly argv: readonly string[];
  readonly cwd: string;
}

/** What belongs to no job. */
const BESIDE = 'beside the loops';

const TRACEPARENT = { DataType: 'String', StringValue: `00-0af7651916cd43dd8448eb211c80319c-${SENDER}-01` };

const TRACE = { googclient_traceparent: TRACEPARENT.StringValue };

/** The servers that the programs work with. */
export interface WorkServers {
  readonly collector: Collector;
  runRow(row: Row, program: Program, service: string): Promise<Received>;
  close(): Promise<unknown>;
}

export async function startWorkServers(): Promise<WorkServers> {
  const servers = await Promise.all([
    startCollector(),
    startPostgres(),
    startRedis(),
    startNats(),
    startMosquitto(),
  ]);
  const [collector, postgres, redis, nats, mosquitto] = servers;
  let schemas = 0;
  return {
    collector,
    async runRow({ server, units, logs = 'worked on' }, program, service) {
      const sqs = await startSqs(messages());
      const env = {
        ...(server === 'postgres' && {
          ...postgres.environment,
          SCHEMA: `schema_${schemas++}`,
        }),
        REDIS_PORT: String(redis.port),
        NATS_URL: nats.url.slice('nats://'.length),
        MQTT_URL: mosquitto.url,
        SQS_URL: sqs.url,
      };

      const ended = await runProgram(program, { ...collector.environment(service), ...env });

      expect(ended, ended.stderr).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^[[{].*[\]}]\n$/),
      });
      const jobs = Object.keys(units);
      const received = await collector.waitFor(service, got => isWhole(got, jobs.length));
      for (const [job, unit] of Object.entries(units)) expectUnit(received, job, `${logs} ${job}`, unit);
      const beside = received.logs.filter(({ body }) => body === BESIDE);
      expect(beside.filter(({ traceId, attributes }) => traceId || 'job' in attributes)).toEqual([]);
      await sqs.close();
      return received;
    },
    close: () => Promise.all(servers.map(one => one.close())),
  };
}

/** Runs a program that gets messages of Google Cloud Pub/Sub. */
export async function runPubSub(program: Program, folder: Folder, collector: Collector, service: string) {
  const protos = join(folderOf(folder), 'node_modules/@google-cloud/pubsub/build/protos/protos.json');
  const pubsub = await startPubSub(protos, [
    { data: Buffer.from('{"job":"done"}'), messageId: '1' },
    { data: Buffer.from('{"job":"ordered"}'), messageId: '2', attributes: TRACE },
  ]);
  const env = { PUBSUB_EMULATOR_HOST: pubsub.address, METADATA_SERVER_DETECTION: 'none' };

  await runProgram(program, { ...collector.environment(service), ...env });

  const received = await collector.waitFor(service, got => isWhole(got, 2));
  pubsub.close();
  const unit = { name: 'orders-eu process', attributes: of('gcp_pubsub', 'orders-eu') };
  expectUnit(received, 'done', 'worked on done', unit);
  expectUnit(received, 'ordered', 'worked on ordered', { ...unit, links: [SENDER] });
}

/** Runs a program that sends and reads messages by @platformatic/kafka, with a broker of its own. */
export async function runPlatformaticKafka(program: Program, collector: Collector, service: string) {
  const ended = await runProgram(program, collector.environment(service));

  expect(ended).toMatchObject({ code: 0, stdout: '["done","letter","second","third"]\n', stderr: '' });
  const received = await collector.waitFor(service, got => isWhole(got, 4));
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
}

/** Runs a program whose jobs Bree runs in threads. */
export async function runBree(program: Program, collector: Collector, service: string) {
  await runProgram(program, collector.environment(service));

  const { spans } = await collector.waitFor(service, got => got.spans.length >= 9);
  const nameOf = (id: string | undefined) => spans.find(({ spanId }) => spanId === id)?.name;
  const tree = spans.map(({ name, parentSpanId, attributes }) => [
    ...[name, nameOf(parentSpanId), attributes['error.type']],
  ]);
  expect(tree.sort()).toEqual([
    ['bree-done run', 'request', undefined],
    ['bree-failing run', 'request', 'RangeError'],
    ['bree-job run', 'request', undefined],
    ['heard by bree-done', 'bree-done run', undefined],
    ['inside bree-done', 'bree-done run', undefined],
    ['inside bree-job', 'bree-job run', undefined],
    ['inside bree-job', 'timed run', undefined],
    ['request', undefined, undefined],
    ['timed run', undefined, undefined],
  ]);
}

function runProgram(
  { argv, cwd }: Program,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Ended> {
  const path = node?.path ?? '';
  return run(byOtelRun([path, ...argv], path), { cwd, env });
}

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
