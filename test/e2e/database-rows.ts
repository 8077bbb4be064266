import {
  MARIADB_STEPS,
  MONGODB_STEPS,
  PG_STEPS,
  REDIS3_STEPS,
  SQL_SERVER_STEPS,
  sqliteSteps,
} from './database-cases.ts';
import { CLICKHOUSE, MEMJS, MYSQL, POSTGRES_JS, REDIS, TOGETHER } from './database-client-cases.ts';
import { KNEX, MSSQL, PRISMA } from './database-mapper-cases.ts';
import type { ExpectedSteps } from './database-spans.ts';

/** How a library is loaded, and what calls it. */
export const WAYS = ['CommonJS', 'ES modules'] as const;

export const SCOPES = ['request', 'work'] as const;

export type Server = 'postgres' | 'mariadb' | 'redis' | 'memcached' | 'mongodb' | 'sql-server' | 'none';

/** A library whose steps run in each way and in each scope. */
export interface DatabaseRow {
  /** What has its name in docs/libraries.md: the library, and a driver that it calls. */
  readonly names: readonly string[];
  /** Its package, as the tests install it; without one, it is a module of Node.js. */
  readonly installed?: string;
  /** Whether `scripts/install-databases.sh` installs it: a major before, or what has to be compiled. */
  readonly isApart?: boolean;
  readonly server: Server;
  readonly program: string;
  /** What the program loads, if it is not the package itself. */
  readonly library?: string;
  readonly expected: ExpectedSteps;
  /** Steps that send several commands in the same moment. */
  readonly together?: ExpectedSteps | undefined;
}

const REDIS_ROW = { server: 'redis', program: 'redis', expected: REDIS } as const;

const MONGODB_ROW = { server: 'mongodb', program: 'mongodb', expected: MONGODB_STEPS } as const;

const SQLITE_ROW = { server: 'none', program: 'sqlite' } as const;

const MAPPER_ROW = { server: 'none', isApart: true } as const;

/** Every row is run: what a row does not have, no test holds. */
export const DATABASE_ROWS: readonly DatabaseRow[] = [
  { names: ['pg'], installed: 'pg', server: 'postgres', program: 'pg', expected: PG_STEPS },
  {
    names: ['postgres'],
    installed: 'postgres',
    server: 'postgres',
    program: 'postgres',
    expected: POSTGRES_JS,
  },
  {
    ...{ names: ['mariadb'], installed: 'mariadb', server: 'mariadb', program: 'mariadb' },
    expected: MARIADB_STEPS,
  },
  { names: ['mysql'], installed: 'mysql', server: 'mariadb', program: 'mysql', expected: MYSQL },
  {
    ...{
      names: ['mysql2'],
      installed: 'mysql2',
      server: 'mariadb',
      program: 'mariadb',
      library: 'mysql2/promise',
    },
    expected: MARIADB_STEPS,
  },
  { ...REDIS_ROW, names: ['redis'], installed: 'redis', together: TOGETHER.redis },
  { ...REDIS_ROW, names: ['redis'], installed: 'redis', isApart: true, together: TOGETHER.redis },
  { names: ['redis'], installed: 'redis3', server: 'redis', program: 'redis3', expected: REDIS3_STEPS },
  { ...REDIS_ROW, names: ['ioredis'], installed: 'ioredis', together: TOGETHER.ioredis },
  { ...REDIS_ROW, names: ['ioredis'], installed: 'ioredis', isApart: true, together: TOGETHER.ioredis },
  { names: ['memjs'], installed: 'memjs', server: 'memcached', program: 'memjs', expected: MEMJS },
  { ...MONGODB_ROW, names: ['mongodb', 'mongoose'], installed: 'mongoose' },
  { ...MONGODB_ROW, names: ['mongodb', 'mongoose'], installed: 'mongoose', isApart: true },
  {
    ...{
      names: ['mssql', 'tedious'],
      installed: 'mssql',
      isApart: true,
      server: 'sql-server',
      program: 'mssql',
    },
    expected: MSSQL,
  },
  {
    names: ['tedious'],
    installed: 'tedious',
    server: 'sql-server',
    program: 'tedious',
    expected: SQL_SERVER_STEPS,
  },
  {
    ...{ names: ['clickhouse'], installed: '@clickhouse/client', server: 'none', program: 'clickhouse' },
    expected: CLICKHOUSE,
  },
  {
    ...MAPPER_ROW,
    names: ['knex'],
    installed: 'knex',
    program: 'knex-sqlite',
    library: 'better-sqlite3',
    expected: KNEX,
  },
  {
    ...{
      names: ['prisma'],
      installed: '@prisma/client',
      isApart: true,
      server: 'postgres',
      program: 'prisma',
    },
    ...{ library: './generated/index.js', expected: PRISMA },
  },
  {
    ...{ ...SQLITE_ROW, names: ['sqlite'], library: 'node:sqlite' },
    expected: sqliteSteps({ error: '1', unique: '2067' }),
  },
  {
    ...{ ...SQLITE_ROW, names: ['better-sqlite3'], installed: 'better-sqlite3', isApart: true },
    expected: sqliteSteps({ error: 'SQLITE_ERROR', unique: 'SQLITE_CONSTRAINT_UNIQUE' }),
  },
];
