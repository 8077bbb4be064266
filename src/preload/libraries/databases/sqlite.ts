import { replaceMethods } from '../binding/bind-calls.ts';
import type { SetUp } from '../library-part.ts';
import {
  callOf,
  type SqliteLibrary,
  traceDatabase,
  traced,
  tracedRows,
  traceStatements,
} from './sqlite-calls.ts';

/** The part of `node:sqlite` that matters here. */
interface Sqlite {
  readonly DatabaseSync: { readonly prototype: Database };
  readonly StatementSync: { readonly prototype: object };
}

interface Database {
  /** Since Node.js 22.16 and 24.0; null for a database in memory. */
  location?(): string | null;
  /** Since Node.js 24.9. */
  createTagStore?(): object;
}

/**
 * Creates a CLIENT span for each statement that runs. It does not use the channel `sqlite.db.query`: its
 * messages have the values in the text, and arrive only after the statement.
 */
export function enable({ tracerProvider }: SetUp): void {
  const databases = new WeakMap<object, object>();
  const library: SqliteLibrary = {
    tracer: tracerProvider.getTracer('otel-run/sqlite', __VERSION__),
    sqlOf: statement => Reflect.get(statement, 'sourceSQL'),
    databaseOf: statement => databases.get(statement),
    nameOf,
  };
  const sqlite = process.getBuiltinModule('node:sqlite') as unknown as Sqlite | undefined;
  // `node:sqlite` exists since Node.js 22.5.
  if (!sqlite) return;
  const { DatabaseSync, StatementSync } = sqlite;
  traceDatabase(library, DatabaseSync.prototype, (statement, database) => databases.set(statement, database));
  traceStatements(library, StatementSync.prototype);
  traceTagStores(library, DatabaseSync.prototype);
}

function nameOf(database: Database): string | undefined {
  try {
    return database.location?.() ?? ':memory:';
  } catch {
    // The database is closed.
    return undefined;
  }
}

type Template = { readonly raw?: readonly string[] };

/** A store keeps the statements of its templates: `` sql.get`SELECT … ${id}` ``. */
function traceTagStores(library: SqliteLibrary, prototype: object): void {
  const stores = new WeakMap<object, object>();
  const callBy = (store: unknown, [template]: readonly unknown[]) =>
    callOf(library, (template as Template | undefined)?.raw?.join('?'), stores.get(store as object));
  replaceMethods(prototype, ['createTagStore'], (original, self, values) => {
    const store = Reflect.apply(original, self, values) as object;
    stores.set(store, self as object);
    const methods: object = Object.getPrototypeOf(store);
    replaceMethods(methods, ['run', 'get', 'all'], (run, of, given) =>
      traced(library, callBy(of, given), () => Reflect.apply(run, of, given)),
    );
    replaceMethods(methods, ['iterate'], (run, of, given) =>
      tracedRows(library, callBy(of, given), () => Reflect.apply(run, of, given) as object),
    );
    return store;
  });
}
