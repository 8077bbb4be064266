import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import type { Tracer } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { traceChannel } from '../../../../../src/preload/libraries/channel-spans.ts';
import { nodeRedisOperations } from '../../../../../src/preload/libraries/databases/published/redis.ts';

it('records the first error in the answer to a transaction of node-redis', async () => {
  const told: unknown[] = [];
  const span = { setStatus: (status: unknown) => told.push(status), end: () => told.push('end') };
  const tracer = { startSpan: (name: string) => told.push(name) && span } as unknown as Tracer;
  const operations = nodeRedisOperations(tracer);
  traceChannel('node-redis:batch', { storage: new AsyncLocalStorage() }, operations['node-redis:batch']);
  const error = new Error('WRONGTYPE');

  const message = { batchMode: 'MULTI', batchSize: 2, database: 0 };
  await tracingChannel('node-redis:batch').tracePromise(async () => ['OK', error], message);

  expect(told).toMatchObject(['MULTI', { error }, 'end']);
});
