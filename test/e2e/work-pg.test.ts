import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { describeWith } from '../helpers/servers.ts';

let collector: Collector;
let postgres: Postgres;

describeWith(INITDB, 'LISTEN of PostgreSQL', () => {
  beforeAll(async () => {
    [collector, postgres] = await Promise.all([startCollector(), startPostgres()]);
  });
  afterAll(() => Promise.all([collector?.close(), postgres?.close()]));

  function environment(service: string, more = {}) {
    return {
      ...collector.environment(service),
      ...postgres.environment,
      ...more,
    };
  }

  it('makes a unit of work of each notification, with its outcome, its queries and its fields', async () => {
    const service = 'listening';

    const ended = await run(byOtelRun([process.execPath, '--no-deprecation', 'pg-listen.cjs']), {
      env: environment(service),
    });

    expect(ended).toEqual({ code: 0, signal: null, stdout: 'two cannot be worked on\n', stderr: '' });
    const { spans, logs } = await collector.waitFor(
      service,
      got => got.logs.length >= 3 && got.spans.filter(({ name }) => name === 'orders process').length >= 3,
    );
    // send                 orders process      orders process (error)   orders process
    // ├─ pg_notify         └─ select 1         └─ select 1
    // ├─ pg_notify
    // └─ pg_notify
    const notifications = spans.filter(({ name }) => name === 'orders process');
    expect(notifications).toHaveLength(3);
    expect(new Set(notifications.map(({ traceId }) => traceId)).size).toBe(3);
    for (const { kind, parentSpanId, attributes } of notifications) {
      expect({ kind, parentSpanId }).toEqual({ kind: 'SPAN_KIND_CONSUMER', parentSpanId: undefined });
      expect(attributes).toMatchObject({
        'messaging.system': 'postgresql',
        'messaging.operation.name': 'process',
        'messaging.operation.type': 'process',
        'messaging.destination.name': 'orders',
        'server.address': '127.0.0.1',
        'server.port': Number(postgres.environment.PGPORT),
        'db.namespace': 'postgres',
      });
    }
    for (const order of ['one', 'two']) {
      const record = logs.find(({ body }) => body === `worked on ${order}`);
      expect(record?.attributes).toEqual({ order });
      const notification = notifications.find(({ spanId }) => spanId === record?.spanId);
      expect(notification?.attributes['error.type']).toBe(order === 'two' ? 'Error' : undefined);
      const inside = spans.filter(({ parentSpanId }) => parentSpanId === notification?.spanId);
      expect(inside.map(({ scope }) => scope)).toEqual(['@opentelemetry/instrumentation-pg']);
    }
    expect(logs.filter(({ body }) => body === 'once')).toHaveLength(1);
  });

  it('makes one also where pg is imported', async () => {
    const { code, stderr } = await run(byOtelRun([process.execPath, 'pg-listen.mjs']), {
      env: environment('importing'),
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const isNotification = ({ name }: { name: string }) => name === 'orders process';
    const { spans } = await collector.waitFor('importing', got => got.spans.some(isNotification));
    expect(spans.filter(isNotification)).toHaveLength(1);
  });

  it('makes none of how workers wake each other up, nor leaves their polling where they were started', async () => {
    const { code, stderr } = await run(byOtelRun([process.execPath, 'pg-nudge.cjs']), {
      env: environment('waking-up'),
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { spans, logs } = await collector.waitFor('waking-up', got => got.logs.length >= 2);
    const start = spans.find(({ name }) => name === 'start');
    const inside = spans.filter(({ traceId }) => traceId === start?.traceId);
    expect(inside.map(({ attributes }) => attributes['db.query.text'])).toEqual(
      expect.arrayContaining([undefined, 'listen "jobs:insert"']),
    );
    expect(inside).toHaveLength(2);
    expect(spans.filter(({ name }) => name.endsWith(' process'))).toEqual([]);
    for (const { attributes, traceId } of logs)
      expect({ attributes, traceId }).toEqual({ attributes: {}, traceId: undefined });
  });

  it('leaves notifications alone where pg is not to be instrumented', async () => {
    const env = environment('left-alone', { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'pg' });

    const { code, stdout } = await run(byOtelRun([process.execPath, 'pg-listen.cjs']), { env });

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'two cannot be worked on\n' });
    const { spans } = await collector.waitFor('left-alone', got => got.spans.length > 0);
    expect(spans.map(({ name }) => name)).toEqual(['send']);
  });
});
