import type { Library } from './library.ts';

/** Databases that upstream has no instrumentation of, or none that is enough. */
export const DATABASES: readonly Library[] = [
  {
    name: 'postgres',
    kind: 'database',
    source: 'patch',
    targets: { postgres: ['>=3 <4'] },
    arrives: 'a CLIENT span for each query, also of transactions, cursors and COPY',
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
];
