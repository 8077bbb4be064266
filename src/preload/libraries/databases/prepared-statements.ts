import { replaceOwn } from '../binding/bind-calls.ts';

type Method = (this: unknown, ...values: unknown[]) => unknown;

/** The part of a statement of mysql2 that matters here. */
interface Statement {
  readonly query: string;
  readonly _connection: object;
}

/** A connection has one statement for all callers that prepare the same query. */
const traced = new WeakSet<object>();

/**
 * Traces each run of a statement from `prepare`, like `execute` of its connection.
 *
 * @param trace wraps `execute`, which is called with a query, its values and a callback
 */
export function withTracedStatements(trace: (execute: Method) => Method): (prepare: Method) => Method {
  return prepare =>
    function (this: unknown, query, callback) {
      if (typeof callback !== 'function') return Reflect.apply(prepare, this, [query, callback]);
      const prepared = (error: unknown, statement: Statement | undefined) => {
        if (statement) traceRuns(statement, trace);
        return callback(error, statement);
      };
      return Reflect.apply(prepare, this, [query, prepared]);
    };
}

function traceRuns(statement: Statement, trace: (execute: Method) => Method): void {
  if (traced.has(statement)) return;
  traced.add(statement);
  replaceOwn(statement, ['execute'], (execute, self, values) => {
    const run = trace((_query, ...rest) => Reflect.apply(execute, self, rest));
    return Reflect.apply(run, statement._connection, [statement.query, ...values]);
  });
}
