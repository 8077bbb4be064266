import type { Library } from './library.ts';

/** Databases without a sufficient upstream instrumentation. */
export const DATABASES: readonly Library[] = [
  {
    name: 'postgres',
    kind: 'database',
    source: 'patch',
    targets: { postgres: ['>=3 <4'] },
    arrives: 'a CLIENT span for each query, including transactions, cursors and COPY',
  },
  {
    name: 'prisma',
    kind: 'database',
    source: 'upstream',
    // A client generated into the application may include its runtime, but a driver adapter is a package.
    targets: { '@prisma/client': ['>=5 <8'], '@prisma/driver-adapter-utils': ['>=5 <8'] },
    arrives: 'a span for each operation, and a CLIENT span for each query',
    scopes: ['prisma'],
  },
  {
    name: 'mariadb',
    kind: 'database',
    source: 'patch',
    targets: { mariadb: ['>=3 <4'] },
    arrives: 'a CLIENT span for each query, including pools, prepared statements, batches and streams',
  },
  {
    name: 'clickhouse',
    kind: 'database',
    source: 'patch',
    targets: { '@clickhouse/client': ['>=1 <2'] },
    arrives: 'a CLIENT span for each query and insert, without the HTTP request',
  },
  {
    name: 'memjs',
    kind: 'database',
    source: 'patch',
    targets: { memjs: ['>=1.2 <2'] },
    arrives: 'a CLIENT span for each command',
  },
  {
    name: 'sqlite',
    kind: 'database',
    source: 'patch',
    targets: { 'node:sqlite': ['*'] },
    arrives: 'a CLIENT span for each statement that runs',
  },
  {
    name: 'better-sqlite3',
    kind: 'database',
    source: 'patch',
    targets: { 'better-sqlite3': ['>=8 <14'] },
    arrives: 'a CLIENT span for each statement that runs',
  },
  // Upstream's instrumentations create the spans of all other queries.
  unreached('pg', { 'pg-pool': ['>=2.0.0 <4'] }),
  unreached('mysql2', { mysql2: ['>=1.4.2 <4'] }),
];

function unreached(name: string, targets: Library['targets']): Library {
  return {
    name,
    kind: 'database',
    source: 'patch',
    targets,
    arrives: 'also for a query that gets no connection from its pool',
  };
}
