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

/** What of `node:sqlite` matters here. */
interface Sqlite {
  readonly DatabaseSync: { readonly prototype: Database };
  readonly StatementSync: { readonly prototype: object };
}

interface Database {
  /** Since Node.js 22.16 and 24.0; of a database in memory, nothing. */
  location?(): string | null;
  /** Since Node.js 24.9. */
  createTagStore?(): object;
}

/**
 * Makes a CLIENT span of each statement that runs. Not by the channel `sqlite.db.query`: its messages have the values in
 * the text, and it tells a statement only when that is over.
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
  // Before Node.js 22.5 there is none.
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
    // It is closed.
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
