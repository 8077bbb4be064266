import { subscribe } from 'node:diagnostics_channel';
import type { Tracer } from '@opentelemetry/api';
import type { ChannelOf } from '../../../../libraries/published-channels.ts';
import type { TracedOperation } from '../../channel-spans.ts';
import { recordPublished, type ServerMessage, startPublished } from './start-published.ts';

/** A pool connects before its first request. Only this message tells its server. */
interface Connecting {
  readonly poolId: unknown;
  readonly server?: string;
  readonly port?: number;
  readonly database?: string;
}

/** Of the operations, each has some of these. */
interface Message {
  readonly poolId: unknown;
  /** With the values that are written in it. */
  readonly command?: string;
  readonly statement?: string;
  readonly procedure?: string;
  readonly table?: string;
}

type Requests = 'query' | 'batch' | 'execute' | 'bulk' | `prepared-statement:${'prepare' | 'execute'}`;

type Operations = Record<ChannelOf<'mssql'> | `mssql:${Requests}`, TracedOperation<object>>;

/** mssql publishes its requests since version 12.4. */
export function mssqlOperations(tracer: Tracer): Operations {
  const servers = new Map<unknown, ServerMessage>();
  const forget = (message: unknown) => void servers.delete((message as Connecting).poolId);
  subscribe('mssql:pool:close', forget);
  subscribe('tracing:mssql:connect:error', forget);
  const connecting: TracedOperation<Connecting> = {
    start({ poolId, server, port, database }) {
      servers.set(poolId, { serverAddress: server, serverPort: port, database } as ServerMessage);
      return undefined;
    },
  };
  const request: TracedOperation<Message> = {
    isLeaf: true,
    start: message => startPublished(tracer, described(message), servers.get(message.poolId) ?? {}),
    finish: (span, { error }) => recordPublished(span, error),
  };
  return {
    'mssql:connect': connecting,
    'mssql:query': request,
    'mssql:batch': request,
    'mssql:execute': request,
    'mssql:bulk': request,
    'mssql:prepared-statement:prepare': request,
    'mssql:prepared-statement:execute': request,
  };
}

function described({ command, statement = command, procedure, table }: Message) {
  return {
    system: 'microsoft.sql_server',
    ...(statement !== undefined && { text: statement }),
    ...(procedure !== undefined && { procedure }),
    ...(table !== undefined && { operation: 'BULK INSERT', collection: table }),
  };
}
