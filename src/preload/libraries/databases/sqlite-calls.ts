import type { Tracer } from '@opentelemetry/api';
import { rethrown } from '../../errors/rethrown.ts';
import { replaceMethods, replaceOwn } from '../binding/bind-calls.ts';
import { type DatabaseCall, recordDatabaseError, startDatabaseSpan } from './database-span.ts';

/** A library for SQLite, with access to its statements and databases. All its functions are synchronous. */
export interface SqliteLibrary {
  readonly tracer: Tracer;
  sqlOf(statement: object): unknown;
  databaseOf(statement: object): object | undefined;
  nameOf(database: object): unknown;
}

type Run = (...values: unknown[]) => unknown;

/** Creates a span for each statement that a database runs itself, and for each that it cannot prepare. */
export function traceDatabase(
  library: SqliteLibrary,
  prototype: object | undefined,
  prepared: Prepared,
): void {
  replaceMethods(prototype, ['exec'], (original, self, values) =>
    traced(library, callOf(library, values[0], self as object), () => Reflect.apply(original, self, values)),
  );
  replaceMethods(prototype, ['prepare'], (original, self, values) => {
    let statement: unknown;
    try {
      statement = Reflect.apply(original, self, values);
    } catch (error) {
      const span = startDatabaseSpan(library.tracer, callOf(library, values[0], self as object));
      if (span) recordDatabaseError(span, error, 'sqlite');
      span?.end();
      throw rethrown(error);
    }
    prepared(statement as object, self as object);
    return statement;
  });
}

type Prepared = (statement: object, database: object) => void;

/**
 * Creates a span for each run of a statement. If it returns rows one by one, the span lasts until the last
 * row, or until the application stops reading.
 */
export function traceStatements(library: SqliteLibrary, prototype: object | undefined): void {
  const callBy = (statement: unknown) =>
    callOf(library, library.sqlOf(statement as object), library.databaseOf(statement as object));
  replaceMethods(prototype, ['run', 'get', 'all'], (original, self, values) =>
    traced(library, callBy(self), () => Reflect.apply(original, self, values)),
  );
  replaceMethods(prototype, ['iterate'], (original, self, values) =>
    tracedRows(library, callBy(self), () => Reflect.apply(original, self, values) as object),
  );
}

/** @param database undefined if unknown */
export function callOf(library: SqliteLibrary, sql: unknown, database: object | undefined): DatabaseCall {
  const name = database && library.nameOf(database);
  return {
    system: 'sqlite',
    sql: typeof sql === 'string' ? sql : '',
    namespace: typeof name === 'string' ? name : undefined,
  };
}

/** Calls a function within a span. */
export function traced<Result>({ tracer }: SqliteLibrary, call: DatabaseCall, run: () => Result): Result {
  const span = startDatabaseSpan(tracer, call);
  if (!span) return run();
  try {
    return run();
  } catch (error) {
    recordDatabaseError(span, error, 'sqlite');
    throw rethrown(error);
  } finally {
    span.end();
  }
}

/** Calls a function that returns rows one by one. */
export function tracedRows(library: SqliteLibrary, call: DatabaseCall, run: () => object): object {
  const span = startDatabaseSpan(library.tracer, call);
  if (!span) return run();
  const step = (original: Run, self: unknown, values: readonly unknown[]) => {
    try {
      const result = Reflect.apply(original, self, values) as { readonly done?: boolean };
      if (result.done) span.end();
      return result;
    } catch (error) {
      if (span.isRecording()) recordDatabaseError(span, error, 'sqlite');
      span.end();
      throw rethrown(error);
    }
  };
  try {
    const rows = run();
    replaceOwn(rows, ['next', 'return'], step);
    return rows;
  } catch (error) {
    recordDatabaseError(span, error, 'sqlite');
    span.end();
    throw rethrown(error);
  }
}
