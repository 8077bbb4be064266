import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { watchConnection } from './postgres/connection.ts';
import { listeningAsWork } from './postgres/listen.ts';
import { traceQueries } from './postgres/query.ts';

/**
 * Creates a CLIENT span for each query that is sent, and a unit of work for each message of `listen`.
 * CommonJS and ES modules are separate files.
 */
export function enable({ tracerProvider, targets }: SetUp): void {
  const tracer = tracerProvider.getTracer('otel-run/postgres', __VERSION__);
  const query = ({ Query }: { Query?: { prototype: object } }) => traceQueries(Query?.prototype, tracer);
  for (const [target, versions] of Object.entries(targets)) {
    const files = ['src', 'cjs/src'].flatMap(folder => [
      [`${folder}/query.js`, query],
      [`${folder}/connection.js`, watchConnection],
    ]);
    patchExports(target, versions, { exports: listeningAsWork, files: Object.fromEntries(files) });
  }
}
