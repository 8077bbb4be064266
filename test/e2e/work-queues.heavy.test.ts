import { type Span, startReceiver } from 'otel-run/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, type Received, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { REDIS_SERVER, type RedisServer, startRedis } from '../helpers/redis.ts';
import { describeWith } from '../helpers/servers.ts';

const FOLDER = new URL('../fixtures/apps/ready-made', import.meta.url).pathname;

const WAYS = ['by-require.cjs', 'by-import.mjs'];

/** The span that the applications say ordered some of the jobs. */
const SENDER = 'b7ad6b7169203331';

/** What is expected of the unit of work in which a job logged that it is worked on. */
interface Job {
  readonly name: string;
  readonly span?: string;
  readonly links?: readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly times?: number;
}

const BULLMQ: readonly Job[] = [
  { name: 'done' },
  { name: 'failing', attributes: { 'error.type': 'RangeError' } },
  { name: 'named', span: 'order process', links: [SENDER], attributes: { order: 7 } },
  { name: 'ordered', links: [SENDER] },
  { name: 'sent', links: [SENDER] },
  { name: 'put off', times: 2 },
];

const BEE_QUEUE: readonly Job[] = [
  { name: 'done' },
  { name: 'failing', attributes: { 'error.type': 'RangeError' } },
  { name: 'named', attributes: { order: 7 } },
  { name: 'ordered', links: [SENDER] },
];

let collector: Collector;
let redis: RedisServer;

/** The names of the units of work. */
function unitsIn({ spans }: { readonly spans: readonly (ReceivedSpan | Span)[] }): readonly string[] {
  return spans
    .filter(({ scope }) => (typeof scope === 'string' ? scope : scope.name) === 'otel-run')
    .map(({ name }) => name)
    .sort();
}

function isOfRedis({ attributes }: ReceivedSpan): boolean {
  return attributes['db.system.name'] === 'redis';
}

/** Whether a span is of a command by which a queue waits for a job, or an event. */
function isWaiting({ attributes }: ReceivedSpan): boolean {
  return /^(?:b|xread)/i.test(String(attributes['db.operation.name']));
}

/** Whether this many log records arrived, and the span of each; spans come on their own. */
function isWhole({ logs, spans }: Received, records: number): boolean {
  return logs.length >= records && logs.every(({ spanId }) => spans.some(span => span.spanId === spanId));
}

describeWith(REDIS_SERVER, 'workers of queues in Redis', () => {
  beforeAll(async () => {
    [collector, redis] = await Promise.all([startCollector(), startRedis()]);
  });
  afterAll(() => Promise.all([collector?.close(), redis?.close()]));

  /** Runs an application bare and by otel-run: it prints the same. */
  async function telemetryOf(library: string, way: string, more: Record<string, string> = {}) {
    const service = [library, way, ...Object.keys(more)].join(' ');
    const argv = [process.execPath, way, library, library];
    const options = { cwd: FOLDER, env: { REDIS_PORT: String(redis.port), ...more } };
    const bare = await run(argv, options);
    expect(bare).toMatchObject({ code: 0, stderr: '' });

    const ended = await run(byOtelRun(argv), {
      ...options,
      env: { ...options.env, ...collector.environment(service) },
    });

    expect(ended).toEqual(bare);
    return service;
  }

  function expectUnits(received: Received, jobs: readonly Job[], system: string) {
    for (const { name, span = 'orders process', links = [], attributes = {}, times = 1 } of jobs) {
      const records = received.logs.filter(({ body }) => body === `worked on ${name}`);
      expect(records.map(record => record.attributes)).toEqual(Array(times).fill({ job: name }));
      for (const { spanId } of records) {
        const unit = received.spans.find(candidate => candidate.spanId === spanId) as ReceivedSpan;
        expect(unit).toMatchObject({ name: span, kind: 'SPAN_KIND_CONSUMER', scope: 'otel-run', links });
        expect(unit.parentSpanId).toBeUndefined();
        expect(unit.attributes['error.type']).toBe(attributes['error.type']);
        expect(unit.attributes).toMatchObject({
          'messaging.system': system,
          'messaging.operation.name': 'process',
          'messaging.operation.type': 'process',
          'messaging.destination.name': 'orders',
          'messaging.message.id': expect.any(String),
          ...attributes,
        });
      }
    }
  }

  it.each(WAYS)('are a unit of work a job with BullMQ, %s', async way => {
    const service = await telemetryOf('bullmq', way);

    const received = await collector.waitFor(service, got => isWhole(got, 7));
    expectUnits(received, BULLMQ, 'bullmq');
    expect(unitsIn(received)).toHaveLength(7);
    // A worker asks for jobs as long as it lives, which is no part of what it was started by.
    expect(received.spans.filter(isWaiting)).toEqual([]);
  });

  it("keep the spans of BullMQ's own telemetry, and get fields", async () => {
    // The independent receiver cannot read the empty lists that BullMQ records.
    const receiver = await startReceiver();
    const env = {
      REDIS_PORT: String(redis.port),
      OWN_TELEMETRY: 'true',
      OTEL_SERVICE_NAME: 'own-telemetry',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.httpUrl,
      OTEL_RUN_FLUSH_TIMEOUT: '20000',
    };
    await run(byOtelRun([process.execPath, 'by-require.cjs', 'bullmq', 'bullmq']), { cwd: FOLDER, env });

    await receiver.waitFor(got => got.logs.length >= 7 && unitsIn(got).length > 0);
    await receiver.close();
    const { spans, logs } = receiver;
    // The application's own, within BullMQ's.
    expect(unitsIn({ spans })).toEqual(['order process']);
    for (const { name } of BULLMQ) {
      const record = logs.find(({ body }) => body === `worked on ${name}`);
      expect(record?.attributes).toEqual({ job: name });
      const span = spans.find(({ spanId }) => spanId === record?.spanId);
      expect(span).toMatchObject({ name: 'process orders', scope: { name: 'bullmq' } });
    }
  });

  it.each(WAYS)('are a unit of work a job with Bee-Queue, %s', async way => {
    const service = await telemetryOf('bee-queue', way);

    const received = await collector.waitFor(service, got => isWhole(got, 4));
    expectUnits(received, BEE_QUEUE, 'bee-queue');
    // The queue's own commands are nobody's work.
    expect(received.spans.filter(isOfRedis)).toEqual([]);
    expect(unitsIn(received)).toEqual(['letters process', ...Array(4).fill('orders process')]);
  });

  it.each(WAYS)('are a unit of work a job with Bull, %s', async way => {
    const service = await telemetryOf('bull', way);

    const received = await collector.waitFor(service, got => isWhole(got, 4));
    expectUnits(received, BEE_QUEUE, 'bull');
    expect(received.spans.filter(({ scope }) => scope !== 'otel-run')).toEqual([]);
    expect(unitsIn(received)).toEqual(['letters process', ...Array(4).fill('orders process')]);
  });

  it('are left alone where they are not to be instrumented', async () => {
    const service = await telemetryOf('bee-queue', 'by-require.cjs', {
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'bee-queue',
    });

    const { spans } = await collector.waitFor(
      service,
      got => got.logs.length >= 4 && unitsIn(got).length > 0,
    );
    expect(unitsIn({ spans })).toEqual(['orders process']);
  });
});
