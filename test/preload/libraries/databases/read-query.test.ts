import { describe, expect, it } from 'vitest';
import { readQuery } from '../../../../src/preload/libraries/databases/query/read-query.ts';
import { ANSI, MYSQL } from '../../../../src/preload/libraries/databases/query/tokens.ts';

const QUERIES = [
  {
    sql: 'SELECT * FROM users WHERE id = 42',
    text: 'SELECT * FROM users WHERE id = ?',
    summary: 'SELECT users',
  },
  {
    sql: "select name from users where name = 'Ann'",
    text: 'select name from users where name = ?',
    summary: 'SELECT users',
  },
  {
    sql: 'SELECT *\n  FROM users u\n  JOIN orders o ON o.user_id = u.id\n',
    text: 'SELECT * FROM users u JOIN orders o ON o.user_id = u.id',
    summary: 'SELECT users orders',
  },
  { sql: 'SELECT 1', text: 'SELECT ?', summary: 'SELECT' },
  { sql: 'select 1 as one, -2.5e-3, .5, 0xFF', text: 'select ? as one, -?, ?, ?', summary: 'SELECT' },
  {
    sql: 'INSERT INTO "Order" (id, total) VALUES ($1, $2) RETURNING id',
    text: 'INSERT INTO "Order" (id, total) VALUES ($1, $2) RETURNING id',
    summary: 'INSERT Order',
  },
  {
    sql: "insert into shop.items values (1, 'it''s', NULL)",
    text: 'insert into shop.items values (?, ?, NULL)',
    summary: 'INSERT shop.items',
  },
  {
    sql: 'INSERT INTO a SELECT * FROM b',
    text: 'INSERT INTO a SELECT * FROM b',
    summary: 'INSERT a SELECT b',
  },
  {
    sql: 'INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2',
    text: 'INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = ?',
    summary: 'INSERT t',
  },
  {
    sql: 'UPDATE ONLY users SET name = $1 WHERE id = $2',
    text: 'UPDATE ONLY users SET name = $1 WHERE id = $2',
    summary: 'UPDATE users',
  },
  { sql: 'DELETE FROM users', text: 'DELETE FROM users', summary: 'DELETE users' },
  {
    sql: 'SELECT id FROM jobs FOR UPDATE SKIP LOCKED',
    text: 'SELECT id FROM jobs FOR UPDATE SKIP LOCKED',
    summary: 'SELECT jobs',
  },
  {
    sql: 'WITH recent AS (SELECT * FROM orders) SELECT * FROM recent, users',
    text: 'WITH recent AS (SELECT * FROM orders) SELECT * FROM recent, users',
    summary: 'SELECT orders SELECT users',
  },
  {
    sql: 'SELECT count(*) FROM (SELECT 1 FROM a) x',
    text: 'SELECT count(*) FROM (SELECT ? FROM a) x',
    summary: 'SELECT SELECT a',
  },
  {
    sql: 'SELECT extract(year FROM created) FROM posts',
    text: 'SELECT extract(year FROM created) FROM posts',
    summary: 'SELECT posts',
  },
  {
    sql: 'CREATE TABLE IF NOT EXISTS users (id int)',
    text: 'CREATE TABLE IF NOT EXISTS users (id int)',
    summary: 'CREATE TABLE users',
  },
  {
    sql: 'create unique index concurrently by_name on users (name)',
    text: 'create unique index concurrently by_name on users (name)',
    summary: 'CREATE INDEX by_name',
  },
  { sql: 'DROP TABLE users', text: 'DROP TABLE users', summary: 'DROP TABLE users' },
  { sql: 'begin', text: 'begin', summary: 'BEGIN' },
  { sql: 'COMMIT;', text: 'COMMIT;', summary: 'COMMIT' },
  { sql: 'savepoint "s0"', text: 'savepoint "s0"', summary: 'SAVEPOINT' },
  { sql: "SET search_path = 'x'", text: 'SET search_path = ?', summary: 'SET' },
  { sql: 'CALL refresh(1)', text: 'CALL refresh(?)', summary: 'CALL refresh' },
  { sql: 'EXEC dbo.list_users @id = 5', text: 'EXEC dbo.list_users @id = ?', summary: 'EXEC dbo.list_users' },
  { sql: 'SELECT 1; DELETE FROM t', text: 'SELECT ?; DELETE FROM t', summary: 'SELECT; DELETE t' },
  {
    sql: 'SELECT * FROM t -- secret\n WHERE /* secret */ a = 1',
    text: 'SELECT * FROM t WHERE a = ?',
    summary: 'SELECT t',
  },
  {
    sql: "SELECT $$secret$$, $q$ secret $$ $q$, E'a\\'secret', U&'secret', X'AB' FROM t",
    text: 'SELECT ?, ?, ?, ?, ? FROM t',
    summary: 'SELECT t',
  },
  {
    sql: "SELECT 'C:\\' FROM t WHERE a = 'secret'",
    text: 'SELECT ? FROM t WHERE a = ?',
    summary: 'SELECT t',
  },
  {
    sql: "SELECT a::text, b->>'secret' FROM t WHERE c = ANY($1::int[])",
    text: 'SELECT a::text, b->>? FROM t WHERE c = ANY($1::int[])',
    summary: 'SELECT t',
  },
  {
    sql: 'SELECT [Name] FROM [dbo].[User Data] WHERE [Id] = 1',
    text: 'SELECT [Name] FROM [dbo].[User Data] WHERE [Id] = ?',
    summary: 'SELECT dbo.User Data',
  },
  { sql: 'SELECT ARRAY[1, 2][1]', text: 'SELECT ARRAY[?, ?][?]', summary: 'SELECT' },
  { sql: "SELECT 'unterminated secret", text: 'SELECT ?', summary: 'SELECT' },
  {
    sql: 'SELECT * FROM select_1 WHERE t1 = $1',
    text: 'SELECT * FROM select_1 WHERE t1 = $1',
    summary: 'SELECT select_1',
  },
  { sql: 'PRAGMA user_version', text: 'PRAGMA user_version', summary: 'PRAGMA' },
  { sql: '', text: '', summary: '' },
];

const MYSQL_QUERIES = [
  {
    sql: "SELECT \"secret\", 'a\\'secret' FROM `order items` # secret",
    text: 'SELECT ?, ? FROM `order items`',
    summary: 'SELECT order items',
  },
  {
    sql: "SELECT * FROM t WHERE a = 'it\\'s' AND b = 'secret'",
    text: 'SELECT * FROM t WHERE a = ? AND b = ?',
    summary: 'SELECT t',
  },
  { sql: 'REPLACE INTO t VALUES (1)', text: 'REPLACE INTO t VALUES (?)', summary: 'REPLACE t' },
  {
    sql: "SELECT REPLACE(a, 'secret', 'x') FROM t",
    text: 'SELECT REPLACE(a, ?, ?) FROM t',
    summary: 'SELECT t',
  },
  { sql: 'INSERT IGNORE INTO t SET a = 1', text: 'INSERT IGNORE INTO t SET a = ?', summary: 'INSERT t' },
];

describe.each([
  { name: 'standard SQL', dialect: ANSI, queries: QUERIES },
  { name: 'MySQL', dialect: MYSQL, queries: MYSQL_QUERIES },
])('a query of $name', ({ dialect, queries }) => {
  for (const { sql, text, summary } of queries) {
    it(`is told without its values: ${sql}`, () => {
      expect(readQuery(sql, dialect)).toMatchObject({ text, summary });
    });
  }
});

it('a summary has no more than 255 characters', () => {
  const tables = Array.from({ length: 60 }, (_, index) => `table_${index}`);

  const { summary } = readQuery(`SELECT * FROM ${tables.join(', ')}`);

  expect(summary.length).toBeLessThanOrEqual(255);
  expect(summary).toMatch(/ table_\d+$/);
});

it('one operation on one table names both', () => {
  expect(readQuery('SELECT * FROM users')).toMatchObject({ operation: 'SELECT', collection: 'users' });
  expect(readQuery('SELECT * FROM users; DELETE FROM users')).toMatchObject({ operation: undefined });
  expect(readQuery('SELECT * FROM users, orders')).toMatchObject({ collection: undefined });
});

it('a very long query is read in good time', () => {
  const values = Array.from({ length: 50_000 }, (_, index) => `(${index}, 'secret')`);

  const { text, summary } = readQuery(`INSERT INTO t VALUES ${values.join(', ')}`);

  expect(summary).toBe('INSERT t');
  expect(text).not.toContain('secret');
});
