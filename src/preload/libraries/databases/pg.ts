import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import type { DatabaseCall } from './database-span.ts';
import { traceUnreached } from './pool-queries.ts';
import { serverOf } from './server.ts';

const PORT = 5432;

/** Creates a CLIENT span for each query for which a pool has no connection. */
export function enable(setUp: SetUp): void {
  for (const [target, versions] of Object.entries(setUp.targets)) {
    patchExports(target, versions, {
      exports(Pool: { readonly prototype?: object }) {
        traceUnreached(setUp, Pool?.prototype, { queries: ['query'], connect: 'connect', callOf });
      },
    });
  }
}

interface Options {
  readonly connectionString?: unknown;
  readonly host?: unknown;
  readonly port?: unknown;
  readonly database?: unknown;
}

/** As the client reads it: the options, then its environment. */
function callOf(pool: unknown): DatabaseCall {
  const { options = {} } = pool as { readonly options?: Options };
  const { connectionString, ...given } = options;
  const { PGHOST: host, PGPORT: port, PGDATABASE: database } = process.env;
  const server =
    typeof connectionString === 'string'
      ? serverOf(connectionString, PORT)
      : serverOf(
          { host: given.host ?? host, port: given.port ?? port, database: given.database ?? database },
          PORT,
        );
  return { system: 'postgresql', ...server };
}
