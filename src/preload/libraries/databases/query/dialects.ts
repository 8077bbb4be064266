import { ANSI, CLICKHOUSE, type Dialect, MYSQL } from './tokens.ts';

/** `db.system.name` → dialect of its queries. */
export const DIALECTS: Readonly<Record<string, Dialect>> = {
  postgresql: ANSI,
  sqlite: ANSI,
  'microsoft.sql_server': ANSI,
  'oracle.db': ANSI,
  cassandra: ANSI,
  mysql: MYSQL,
  mariadb: MYSQL,
  clickhouse: CLICKHOUSE,
};
