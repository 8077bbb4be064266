import { context, type Tracer } from '@opentelemetry/api';
import type { SetUp } from '../library-part.ts';
import { replaceMethod } from '../work/patch-library.ts';
import { type DatabaseCall, recordDatabaseError, startDatabaseSpan } from './database-span.ts';

/** How the queries of a pool are read. */
export interface PoolQueries {
  /** Methods that take a query first. */
  readonly queries: readonly string[];
  /** The method that they call for a connection, with a callback. */
  readonly connect: string;
  /** The facts of a pool, apart from the query. */
  callOf(pool: unknown): DatabaseCall;
}

type Method = (this: unknown, ...values: unknown[]) => unknown;

type Callback = (error: unknown, ...results: unknown[]) => unknown;

/**
 * Creates the span of a query for which a pool has no connection: the driver, which creates that of any
 * other, never sees it. The span lasts as long as the pool tried.
 */
export function traceUnreached(
  { name, tracerProvider }: Pick<SetUp, 'name' | 'tracerProvider'>,
  pool: object | undefined,
  { queries, connect, callOf }: PoolQueries,
): void {
  const tracer = tracerProvider.getTracer(`otel-run/${name}`, __VERSION__);
  let asked: { readonly query: unknown } | undefined;
  const methods = (pool ?? {}) as Record<string, Method>;
  for (const method of queries)
    replaceMethod(methods, method, original => {
      return function (this: unknown, ...values) {
        asked = { query: values[0] };
        try {
          return original.apply(this, values);
        } finally {
          asked = undefined;
        }
      };
    });
  replaceMethod(methods, connect, original => {
    return function (this: unknown, ...values) {
      const query = asked;
      asked = undefined;
      const [callback, ...rest] = values;
      if (!query || typeof callback !== 'function') return original.apply(this, values);
      const call = () => ({ ...callOf(this), sql: textOf(query.query) });
      return original.call(this, recordingFailure(tracer, call, callback as Callback), ...rest);
    };
  });
}

function recordingFailure(tracer: Tracer, callOf: () => DatabaseCall, callback: Callback): Callback {
  const parent = context.active();
  const startTime = Date.now();
  return function (this: unknown, error, ...results) {
    if (error) {
      try {
        const call = callOf();
        const span = startDatabaseSpan(tracer, { ...call, startTime }, parent);
        if (span) recordDatabaseError(span, error, call.system);
        span?.end();
      } catch {
        // The query fails without a span.
      }
    }
    return Reflect.apply(callback, this, [error, ...results]);
  };
}

/** The text of a query: the query itself, or a property of it. */
function textOf(query: unknown): string | undefined {
  const { text, sql } = (typeof query === 'object' && query !== null ? query : { text: query }) as {
    text?: unknown;
    sql?: unknown;
  };
  return [text, sql].find(one => typeof one === 'string') as string | undefined;
}
