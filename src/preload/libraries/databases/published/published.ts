import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Tracer } from '@opentelemetry/api';
import { type TracedOperation, traceChannel } from '../../channel-spans.ts';
import { mongooseOperations } from './mongoose.ts';
import { mssqlOperations } from './mssql.ts';
import { mysql2Operations } from './mysql2.ts';
import { ioredisOperations, nodeRedisOperations } from './redis.ts';

/** What a library's operations become. */
interface Published {
  /** That of the library's instrumentation, which also decides which spans are kept, and describes them. */
  readonly tracer: Tracer;
  readonly storage: AsyncLocalStorage<Context>;
}

/** By the short name of the instrumentation. */
const OPERATIONS: Readonly<
  Record<string, (tracer: Tracer) => Readonly<Record<string, TracedOperation<object>>>>
> = {
  ioredis: ioredisOperations,
  redis: nodeRedisOperations,
  mysql2: mysql2Operations,
  mongodb: mongooseOperations,
  tedious: mssqlOperations,
};

/** Makes spans from the diagnostics channels of a library that is not patched: it is in a bundle. */
export function tracePublished(name: string, { tracer, storage }: Published): void {
  const operations = OPERATIONS[name]?.(tracer) ?? {};
  for (const [channel, operation] of Object.entries(operations))
    traceChannel(channel, { storage }, operation);
}
