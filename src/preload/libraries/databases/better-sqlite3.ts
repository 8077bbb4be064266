import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import type { Patch } from '../patch-exports-and-default.ts';
import { type SqliteLibrary, traceDatabase, traceStatements } from './sqlite-calls.ts';

/** Creates a CLIENT span for each statement that runs, including those of a transaction. */
export function enable({ tracerProvider, targets }: SetUp): void {
  const library: SqliteLibrary = {
    tracer: tracerProvider.getTracer('otel-run/better-sqlite3', __VERSION__),
    sqlOf: statement => Reflect.get(statement, 'source'),
    databaseOf: statement => Reflect.get(statement, 'database'),
    nameOf: database => Reflect.get(database, 'name'),
  };
  const patch: Patch = Database => {
    if (typeof Database !== 'function') return;
    // The class of statements is not exported.
    traceDatabase(library, Database.prototype, statement =>
      traceStatements(library, Object.getPrototypeOf(statement)),
    );
  };
  for (const [target, versions] of Object.entries(targets))
    patchExports(target, versions, { exports: patch, files: { 'lib/database.js': patch } });
}
