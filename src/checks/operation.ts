import type { Span } from '../receiver/telemetry.ts';

/** The operation of a call's span, independent of the instrumentation that recorded it. */
export interface CheckedOperation {
  /** The kind of the target. */
  readonly system: 'database' | 'http';
  /** The statement, or method and URL; undefined if the span does not have it. */
  readonly text: string | undefined;
  /** Other details. Two spans of one call agree in those that both have. */
  readonly details: Readonly<Record<string, string | undefined>>;
}

/** Reads it by the semantic conventions, including older versions. */
export function operationOf({
  attributes,
  kind,
}: Pick<Span, 'attributes' | 'kind'>): CheckedOperation | undefined {
  if (kind !== 'client') return undefined;
  const read = (...names: readonly string[]) => {
    const name = names.find(candidate => attributes[candidate] !== undefined);
    return name === undefined ? undefined : String(attributes[name]);
  };
  const system = read('db.system.name', 'db.system');
  if (system !== undefined) {
    const details = {
      system: SYSTEMS[system] ?? system,
      collection: read('db.collection.name', 'db.mongodb.collection', 'db.sql.table'),
    };
    return { system: 'database', text: normalStatement(read('db.query.text', 'db.statement')), details };
  }
  const url = read('url.full', 'http.url');
  if (url === undefined) return undefined;
  return { system: 'http', text: url, details: { method: read('http.request.method', 'http.method') } };
}

/** Databases whose names have changed. */
const SYSTEMS: Readonly<Record<string, string>> = {
  pg: 'postgresql',
  postgres: 'postgresql',
  mariadb: 'mysql',
  mysql2: 'mysql',
  mssql: 'microsoft.sql_server',
  oracle: 'oracle.db',
};

/** Whether two spans agree about their call in everything that both record. */
export function isSameCall(one: CheckedOperation, other: CheckedOperation): boolean {
  if (one.system !== other.system) return false;
  const texts = [one.text, other.text].filter(text => text !== undefined);
  const [shorter = '', longer = ''] = texts.sort((a, b) => a.length - b.length);
  // A query builder may shorten a statement and end it with dots.
  if (texts.length === 2 && !longer.startsWith(shorter.replace(/(?<!\.)\.{2,}$/, ''))) return false;
  return Object.entries(one.details).every(
    ([name, detail]) =>
      detail === undefined || other.details[name] === undefined || other.details[name] === detail,
  );
}

/** A statement without what differs between instrumentations: placeholders, spaces and comments. */
function normalStatement(statement: string | undefined): string | undefined {
  return statement
    ?.slice(0, LONGEST_STATEMENT)
    .replace(/\/\*[^*]*\*\//g, '')
    .replace(/\$\d+|:\w+|@\w+/g, '?')
    .replace(/\s+/g, ' ')
    .replace(/ ?;? ?$/, '')
    .trim()
    .toLowerCase();
}

/** The beginning of a longer statement is enough. */
const LONGEST_STATEMENT = 2000;
