import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { startMongoDbStub } from '../helpers/mongodb.ts';
import { preloaded, run } from '../helpers/processes.ts';
import { REDIS_SERVER, type RedisServer, startRedis, startSentinel } from '../helpers/redis.ts';
import { describeWith } from '../helpers/servers.ts';
import type { WireStub } from '../helpers/wire-stub.ts';

let collector: Collector;
let redis: RedisServer;
let sentinel: RedisServer;
let mongoDb: WireStub;

describeWith(REDIS_SERVER, 'a script without requests and units of work', () => {
  beforeAll(async () => {
    [collector, redis, mongoDb] = await Promise.all([startCollector(), startRedis(), startMongoDbStub()]);
    sentinel = await startSentinel(redis);
  });
  afterAll(() => Promise.all([collector?.close(), sentinel?.close(), redis?.close(), mongoDb?.close()]));

  it('has a span for each command that it asks for, and none of what its clients ask for', async () => {
    const env = {
      REDIS_PORT: String(redis.port),
      SENTINEL_PORT: String(sentinel.port),
      MONGODB_PORT: String(mongoDb.port),
    };

    const ended = await run([process.execPath, 'databases/alone.cjs'], {
      env: { ...env, ...preloaded(collector.environment('alone')) },
    });

    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: '' });
    const { spans } = await collector.waitFor('alone', got => got.spans.length >= 5);
    const told = spans.map(({ name, attributes }) => [name, attributes['db.namespace']]);
    expect(told).toEqual([
      ['SET', '2'],
      ['INCR', '4'],
      ['GET', '3'],
      ['DECR', '0'],
      ['find orders', 'shop'],
    ]);
  });
});
