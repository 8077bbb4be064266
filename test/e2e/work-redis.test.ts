import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { REDIS_SERVER, type RedisServer, startRedis } from '../helpers/redis.ts';
import { describeWith } from '../helpers/servers.ts';

let collector: Collector;
let redis: RedisServer;

describeWith(REDIS_SERVER, 'subscriptions in Redis', () => {
  beforeAll(async () => {
    [collector, redis] = await Promise.all([startCollector(), startRedis()]);
  });
  afterAll(() => Promise.all([collector?.close(), redis?.close()]));

  for (const node of nodes()) {
    for (const library of ['node-redis', 'ioredis']) {
      it(`make a unit of work of each message with ${library} (Node.js ${node.version})`, async () => {
        const service = `${library}-${node.version}`;
        const env = { ...collector.environment(service), REDIS_PORT: String(redis.port) };

        const ended = await run(byOtelRun([node.path, 'redis-subscribe.cjs', library], node.path), { env });

        expect(ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
        const { spans, logs } = await collector.waitFor(service, got => got.logs.length >= 4);
        // set up          send            orders process (error)    invoices:* process
        // ├─ subscribe    ├─ publish      └─ get                    └─ get
        // …               …
        const messages = spans.filter(({ kind }) => kind === 'SPAN_KIND_CONSUMER');
        expect(messages.map(({ name }) => name).sort()).toEqual([
          'invoices:* process',
          ...Array(3).fill('orders process'),
        ]);
        expect(new Set(messages.map(({ traceId }) => traceId)).size).toBe(4);
        for (const { parentSpanId, attributes, name } of messages) {
          expect(parentSpanId).toBeUndefined();
          expect(attributes).toMatchObject({
            'messaging.system': 'redis',
            'messaging.operation.name': 'process',
            'messaging.operation.type': 'process',
            'messaging.destination.name': name.startsWith('invoices') ? 'invoices:7' : 'orders',
            'server.address': '127.0.0.1',
            'server.port': redis.port,
          });
        }
        for (const order of ['one', 'two', 'three', 'four']) {
          const record = logs.find(({ body }) => body === `worked on ${order}`);
          expect(record?.attributes).toEqual({ order });
          const message = messages.find(({ spanId }) => spanId === record?.spanId);
          expect(message?.attributes['error.type']).toBe(order === 'two' ? 'Error' : undefined);
          const inside = spans.filter(({ parentSpanId }) => parentSpanId === message?.spanId);
          expect(inside.map(({ attributes }) => attributes['db.operation.name'])).toEqual(['GET']);
        }
        const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined).map(({ name }) => name);
        expect(roots.filter(name => !/ process$/.test(name)).sort()).toEqual(['send', 'set up']);
        expect(spans.map(({ name }) => name).filter(name => /connect|info/i.test(name))).toEqual([]);
      });
    }
  }
});
