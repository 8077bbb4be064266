import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import type { DatabaseCall } from './database-span.ts';
import { traceUnreached } from './pool-queries.ts';
import { serverOf } from './server.ts';

/** Creates a CLIENT span for each query for which a pool has no connection. */
export function enable(setUp: SetUp): void {
  const patch = (Pool: { readonly prototype?: object }) =>
    traceUnreached(setUp, Pool?.prototype, {
      queries: ['query', 'execute'],
      connect: 'getConnection',
      callOf,
    });
  for (const [target, versions] of Object.entries(setUp.targets)) {
    // The pool of mysql2 has another place since version 3.11.4.
    patchExports(target, versions, {
      files: { 'lib/pool.js': patch, 'lib/base/pool.js': patch },
    });
  }
}

function callOf(pool: unknown): DatabaseCall {
  const { config } = pool as { readonly config?: { readonly connectionConfig?: unknown } };
  return { system: 'mysql', ...serverOf(config?.connectionConfig, 3306) };
}
