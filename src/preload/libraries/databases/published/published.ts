import { traceMongoose } from './mongoose.ts';
import { traceMysql2 } from './mysql2.ts';
import { traceIoredis, traceNodeRedis } from './redis.ts';
import type { Published } from './start-published.ts';

/** By the short name of the instrumentation. */
const TRACED: Readonly<Record<string, (published: Published) => void>> = {
  ioredis: traceIoredis,
  redis: traceNodeRedis,
  mysql2: traceMysql2,
  mongodb: traceMongoose,
};

/** Makes spans from the diagnostics channels of a library that is not patched: it is in a bundle. */
export function tracePublished(name: string, published: Published): void {
  TRACED[name]?.(published);
}
