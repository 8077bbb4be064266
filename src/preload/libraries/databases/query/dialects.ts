import { ANSI, CLICKHOUSE, type Dialect, MYSQL } from './tokens.ts';

/** `db.system.name` → how its queries are written. */
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
