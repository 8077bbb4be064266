import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, type Received, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { RABBITMQ_SERVER, type RabbitMq, startRabbitMq } from '../helpers/rabbitmq.ts';
import { describeWith } from '../helpers/servers.ts';

const FOLDER = new URL('../fixtures/apps/ready-made', import.meta.url).pathname;

const PROGRAMS = nodes().flatMap(node => ['by-require.cjs', 'by-import.mjs'].map(way => ({ ...node, way })));

let collector: Collector;
let rabbitMq: RabbitMq;

describeWith(RABBITMQ_SERVER, 'consumers of amqplib from RabbitMQ', () => {
  beforeAll(async () => {
    [collector, rabbitMq] = await Promise.all([startCollector(), startRabbitMq()]);
  });
  afterAll(() => Promise.all([collector?.close(), rabbitMq?.close()]));

  it.each(PROGRAMS)(
    'keep the options of an application, in the trace of each message: Node.js $version, $way',
    async ({ version, path, way }) => {
      const service = `kept ${version} ${way}`;
      const argv = [path, way, 'amqplib-kept', 'amqplib'];
      const bare = await run(argv, { cwd: FOLDER, env: { RABBITMQ_URL: rabbitMq.url } });
      const env = { RABBITMQ_URL: rabbitMq.url, ...collector.environment(service) };

      const ended = await run(byOtelRun(argv, path), { cwd: FOLDER, env });

      expect(bare).toMatchObject({ code: 0, stderr: '' });
      expect(ended).toEqual(bare);
      const { spans } = collector.of(service);
      expect(spans.filter(({ kind }) => kind === 'SPAN_KIND_PRODUCER')).toHaveLength(4);
    },
  );

  it.each(PROGRAMS)(
    'have a unit of work a message, with fields of its own: Node.js $version, $way',
    async ({ version, path, way }) => {
      const service = `${version} ${way}`;
      const argv = [path, way, 'amqplib', 'amqplib'];
      const bare = await run(argv, { cwd: FOLDER, env: { RABBITMQ_URL: rabbitMq.url } });
      const env = { RABBITMQ_URL: rabbitMq.url, ...collector.environment(service) };

      const ended = await run(byOtelRun(argv, path), { cwd: FOLDER, env });

      expect(bare).toMatchObject({ code: 0, stderr: '' });
      expect(ended).toEqual(bare);
      // send
      // └─ publish <default> (three times)
      //    └─ orders process          one of them with price in it
      const { spans, logs } = await collector.waitFor(service, got => got.logs.length >= 3 && hasThree(got));
      const send = spans.find(({ name }) => name === 'send');
      for (const job of ['done', 'failing', 'named']) {
        const record = logs.find(({ body }) => body === `worked on ${job}`);
        expect(record?.attributes).toEqual({ job });
        const unit = spans.find(({ spanId }) => spanId === record?.spanId);
        expect(unit).toMatchObject({
          name: 'orders process',
          kind: 'SPAN_KIND_CONSUMER',
          traceId: send?.traceId,
          scope: '@opentelemetry/instrumentation-amqplib',
        });
        const failed = job === 'failing' && { 'error.type': 'reject' };
        expect(unit?.attributes).toEqual({ ...described('process', 'process'), ...failed });
        const sender = spans.find(({ spanId }) => spanId === unit?.parentSpanId);
        expect(sender).toMatchObject({
          kind: 'SPAN_KIND_PRODUCER',
          parentSpanId: send?.spanId,
          attributes: described('publish', 'send'),
        });
      }
      expectGets(spans);
      const own = spans.filter(({ scope }) => scope === 'otel-run');
      expect(own.map(({ name }) => name)).toEqual(['price']);
    },
  );
});

/** The attributes by the conventions, and no others: https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/ */
function described(name: string, type: string, queue = 'orders') {
  return {
    'messaging.system': 'rabbitmq',
    'messaging.operation.name': name,
    'messaging.operation.type': type,
    'messaging.destination.name': queue,
    'messaging.rabbitmq.destination.routing_key': queue,
    'network.protocol.name': 'amqp',
    'network.protocol.version': '0.9.1',
    'server.address': expect.any(String),
    'server.port': expect.any(Number),
  };
}

/** A span for each message that is asked for, linked to its sender, also where there is none. */
function expectGets(spans: readonly ReceivedSpan[]): void {
  const ask = spans.find(({ name }) => name === 'ask');
  const gets = spans
    .filter(({ scope }) => scope === 'otel-run/amqplib')
    .toSorted((one, other) => Number(BigInt(one.startTime) - BigInt(other.startTime)));
  const sent = spans.filter(
    ({ kind, attributes }) =>
      kind === 'SPAN_KIND_PRODUCER' && attributes['messaging.destination.name'] === 'letters',
  );
  const letter = (messageId: string, index: number) => ({
    name: 'get letters',
    kind: 'SPAN_KIND_CLIENT',
    parentSpanId: ask?.spanId,
    links: [sent[index]?.spanId],
    attributes: {
      ...described('get', 'receive', 'letters'),
      ...{ 'messaging.message.id': messageId, 'messaging.message.body.size': 6 },
    },
  });
  expect(gets).toMatchObject([
    letter('first', 0),
    letter('second', 1),
    { name: 'get letters', links: [], parentSpanId: ask?.spanId },
    { name: 'get missing', status: { code: 'STATUS_CODE_ERROR' }, attributes: { 'error.type': '404' } },
  ]);
}

function hasThree({ spans }: Received): boolean {
  return spans.filter(({ name }) => name === 'orders process').length === 3;
}
