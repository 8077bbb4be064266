import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
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
        expect(unit?.attributes).toMatchObject({ 'messaging.system': 'rabbitmq' });
        const sender = spans.find(({ spanId }) => spanId === unit?.parentSpanId);
        expect(sender).toMatchObject({ kind: 'SPAN_KIND_PRODUCER', parentSpanId: send?.spanId });
      }
      const own = spans.filter(({ scope }) => scope === 'otel-run');
      expect(own.map(({ name }) => name)).toEqual(['price']);
    },
  );
});

function hasThree({ spans }: Received): boolean {
  return spans.filter(({ name }) => name === 'orders process').length === 3;
}
