import type { ExpectedSteps } from './database-spans.ts';

/** The spans of `databases/knex-sqlite.cjs`: one span a statement, that of the driver. */
export const KNEX: ExpectedSteps = {
  create: [{ name: 'CREATE TABLE users' }, { name: 'CREATE INDEX users_email_unique' }],
  insert: [{ name: 'INSERT users', operation: 'INSERT', collection: 'users' }],
  select: [{ name: 'SELECT users', operation: 'SELECT', collection: 'users' }],
  'wrong table': [{ name: 'SELECT missing', error: 'SQLITE_ERROR' }],
};

export const OPERATION = { name: 'prisma:client:operation', kind: 'SPAN_KIND_INTERNAL' };

/** The spans of `databases/prisma.cjs`. The queries are those of the driver, pg. */
export const PRISMA: ExpectedSteps = {
  raw: [OPERATION, { name: 'DROP TABLE Post' }],
  create: [OPERATION, { name: 'INSERT public.User', operation: 'INSERT' }],
  find: [OPERATION, { name: 'SELECT public.User' }, { name: 'SELECT public.Post' }],
  duplicate: [
    { ...OPERATION, error: 'P2002' },
    { name: 'INSERT public.User', error: '23505', status: '23505' },
  ],
  'wrong table': [
    { ...OPERATION, error: 'P2010' },
    { name: 'SELECT missing', error: '42P01', status: '42P01' },
  ],
};

const SELECTED = { name: 'SELECT users' };

/** The spans of `databases/mssql.cjs`: those of the driver, tedious, and none for how mssql checks a connection. */
export const MSSQL: ExpectedSteps = {
  select: [{ ...SELECTED, text: 'select ? as answer from users where email = @email' }],
  batch: [{ ...SELECTED, text: 'select ? as answer from users where email = ?' }],
  stream: [SELECTED],
  'several at once': [SELECTED, SELECTED, SELECTED],
  transaction: [SELECTED],
  'wrong table': [{ name: 'SELECT missing', error: '208', status: '208' }],
};
