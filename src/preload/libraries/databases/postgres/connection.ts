import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { replaceOwn } from '../../binding/bind-calls.ts';
import { excludeQueriesOf, spanOfQuery } from './query.ts';

/** The options of a client that determine its server. */
export interface PostgresOptions {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
  readonly database?: string;
}

type Connect = (options: PostgresOptions, ...rest: unknown[]) => object;

/** Watches connections, to add their server to the span of each query. A connection's own queries get no span. */
export function watchConnection(Connection: unknown): unknown {
  if (typeof Connection !== 'function') return undefined;
  return new Proxy(Connection as Connect, {
    apply(original, self, values: Parameters<Connect>) {
      const connection = Reflect.apply(original, self, values) as { execute: object };
      excludeQueriesOf(connection);
      replaceOwn(connection, ['connect'], (connect, of, [query]) => {
        addServer(query, values[0]);
        return context.with(ROOT_CONTEXT, () => Reflect.apply(connect, of, [query]));
      });
      replaceOwn(connection, ['execute'], (execute, of, [query]) => {
        addServer(query, values[0]);
        return Reflect.apply(execute, of, [query]);
      });
      return connection;
    },
  });
}

/** With several hosts, only the connection knows which one is used. */
function addServer(query: unknown, { host, port, path, database }: PostgresOptions): void {
  const span = spanOfQuery(query);
  if (!span) return;
  span.setAttribute('db.namespace', database ?? '');
  if (path) span.setAttribute('server.address', path);
  else if (host.length === 1) span.setAttributes({ 'server.address': host[0], 'server.port': port[0] });
}
