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
];
