import { replaceOwn } from '../../binding/bind-calls.ts';
import { processMessage } from '../../work/channel-message.ts';
import type { PostgresOptions } from './connection.ts';

interface Sql {
  readonly options: PostgresOptions;
}

type Listener = (payload: string) => unknown;

/** Makes each message of `listen` a unit of work. */
export function listeningAsWork(postgres: unknown): unknown {
  if (typeof postgres !== 'function') return undefined;
  return new Proxy(postgres as (...values: unknown[]) => Sql, {
    apply(original, self, values) {
      const sql = Reflect.apply(original, self, values) as Sql;
      replaceOwn(sql, ['listen'], (listen, of, [channel, listener, ...rest]) =>
        Reflect.apply(listen, of, [channel, asWork(String(channel), listener as Listener, sql), ...rest]),
      );
      return sql;
    },
  });
}

function asWork(channel: string, listener: Listener, { options }: Partial<Sql>): Listener {
  const { host = [], port = [], database } = options ?? {};
  const server = host.length === 1 ? { host: host[0], port: port[0] } : {};
  return payload =>
    processMessage(
      {
        system: 'postgresql',
        subscription: channel,
        channel,
        body: payload,
        server,
        namespace: database,
      },
      () => listener(payload),
    );
}
