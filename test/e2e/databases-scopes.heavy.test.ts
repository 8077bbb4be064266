import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { MARIADB, startMariaDb } from '../helpers/mariadb.ts';
import { MEMCACHED, startMemcached } from '../helpers/memcached.ts';
import { startMongoDbStub } from '../helpers/mongodb.ts';
import { fetchedNode, nodes } from '../helpers/nodes.ts';
import { INITDB, startPostgres } from '../helpers/postgres.ts';
import { REDIS_SERVER, startRedis } from '../helpers/redis.ts';
import { describeWith, type ServerProgram } from '../helpers/servers.ts';
import { startSqlServerStub } from '../helpers/sql-server.ts';
import { DATABASE_ROWS, type DatabaseRow, SCOPES, type Server, WAYS } from './database-rows.ts';
import { byName, expectNoSecret, expectSteps, runDatabaseProgram } from './database-spans.ts';

interface Started {
  readonly env: Readonly<Record<string, string>>;
  close(): unknown;
}

/** How each server is started, and the program that it needs. */
const SERVERS: Readonly<Record<Server, { readonly needs?: ServerProgram; start(): Promise<Started> }>> = {
  postgres: {
    needs: INITDB,
    async start() {
      const postgres = await startPostgres();
      return { env: postgres.environment, close: () => postgres.close() };
    },
  },
  mariadb: { needs: MARIADB, start: () => byPort('MYSQL_PORT', startMariaDb) },
  redis: { needs: REDIS_SERVER, start: () => byPort('REDIS_PORT', startRedis) },
  memcached: {
    needs: MEMCACHED,
    async start() {
      const memcached = await startMemcached();
      return { env: { MEMCACHED: memcached.address }, close: () => memcached.close() };
    },
  },
  mongodb: { start: () => byPort('MONGODB_PORT', startMongoDbStub) },
  'sql-server': { start: () => byPort('SQL_SERVER_PORT', startSqlServerStub) },
  // What answers in the program itself has no span.
  none: { start: async () => ({ env: { OTEL_RUN_IGNORE_PATHS: '/' }, close() {} }) },
};

async function byPort(
  variable: string,
  start: () => Promise<{ readonly port: number; close(): unknown }>,
): Promise<Started> {
  const server = await start();
  return { env: { [variable]: String(server.port) }, close: () => server.close() };
}

/** Where `scripts/install-databases.sh` installs the others. */
const APART = new URL('../.frameworks/databases/package.json', import.meta.url).pathname;

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const [NODE] = nodes();

for (const [name, { needs, start }] of Object.entries(SERVERS)) {
  const rows = DATABASE_ROWS.filter(({ server }) => server === name);
  const suite = needs ? (title: string, run: () => void) => describeWith(needs, title, run) : describe;
  suite(`spans of databases in requests and in units of work: ${name}`, () => {
    let server: Started;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server?.close());

    const cases = rows.flatMap(row =>
      WAYS.flatMap(way => SCOPES.map(scope => ({ row, way, scope, title: titleOf(row) }))),
    );
    const there = cases.filter(({ row }) => libraryOf(row) !== undefined);
    it.each(there)('of $title, by $way, in a $scope', async ({ row, way, scope }) => {
      const { program, expected, together = {} } = row;
      // It is not in every supported version of Node.js.
      const node = row.installed ? NODE : fetchedNode('24');
      const ran = await runDatabaseProgram({
        ...{ node: node as never, collector, program, library: `${libraryOf(row)}`, way, scope },
        ...{ env: { ...server.env, PRISMA_FOLDER: dirname(APART) }, expected: { ...expected, ...together } },
      });

      expectSteps(ran, expected);
      expectSteps(byName(ran), together);
      expectNoSecret(ran);
    });
  });
}

function titleOf({ installed, library = installed, isApart }: DatabaseRow): string {
  return `${installed ?? library}${isApart ? ', installed apart' : ''}`;
}

/** What the program loads; undefined where it is not installed. */
function libraryOf({ installed = '', library = installed, isApart }: DatabaseRow): string | undefined {
  if (!isApart) return library;
  try {
    return createRequire(APART).resolve(library);
  } catch {
    process.stderr.write(`SKIPPED: ${installed}: bash scripts/install-databases.sh\n`);
    return undefined;
  }
}
