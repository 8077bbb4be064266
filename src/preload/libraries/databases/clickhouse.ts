import { replaceMethods } from '../binding/bind-calls.ts';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import type { DatabaseCall } from './database-span.ts';
import { traceCall } from './traced-call.ts';

/** The part of a client that matters here. */
interface Client {
  readonly connectionParams?: { readonly url?: unknown; readonly database?: unknown };
}

/** Methods that send their `query`. */
const QUERIES = ['query', 'command', 'exec'];

const HTTP_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Creates a CLIENT span for each query. The HTTP request that sends it gets none. */
export function enable({ tracerProvider, targets }: SetUp): void {
  const tracer = tracerProvider.getTracer('otel-run/clickhouse', __VERSION__);
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      exports({ ClickHouseClient }) {
        // Clients of `createClient` are instances of the exported class's parent.
        const prototype: object = ClickHouseClient && Object.getPrototypeOf(ClickHouseClient.prototype);
        replaceMethods(prototype, [...QUERIES, 'insert'], (original, self, values) =>
          traceCall(
            tracer,
            callOf(self as Client, values[0]),
            values,
            given => Reflect.apply(original, self, given),
            'suppressed',
          ),
        );
      },
    });
  }
}

function callOf({ connectionParams = {} }: Client, given: unknown): DatabaseCall {
  const { query, table, values, format } = (given ?? {}) as Readonly<Record<string, unknown>>;
  const { url, database } = connectionParams;
  const { hostname, port, protocol } = url instanceof URL ? url : {};
  return {
    system: 'clickhouse',
    namespace: typeof database === 'string' ? database : undefined,
    host: hostname,
    port: Number(port) || HTTP_PORTS[protocol ?? ''],
    ...(typeof query === 'string'
      ? { sql: query }
      : {
          // As the client writes it, without columns.
          sql: `INSERT INTO ${table} FORMAT ${format ?? 'JSONCompactEachRow'}`,
          batchSize: Array.isArray(values) ? values.length : undefined,
        }),
  };
}
