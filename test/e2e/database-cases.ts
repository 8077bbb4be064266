import type { ExpectedSteps } from './database-spans.ts';

const BAD_TABLE = { name: 'SELECT missing', text: 'SELECT * FROM missing WHERE email = ?' };

/**
 * The spans of `databases/sqlite.cjs`.
 *
 * @param codes what the library calls an error of SQLite's, and a violated constraint
 */
export function sqliteSteps(codes: { readonly error: string; readonly unique: string }): ExpectedSteps {
  return {
    exec: [{ name: 'CREATE TABLE users' }],
    'exec of several': [
      { name: 'INSERT users; DELETE users', text: 'INSERT INTO users VALUES (?, ?); DELETE FROM users' },
    ],
    run: [
      {
        name: 'INSERT users',
        text: 'INSERT INTO users VALUES (?, ?)',
        operation: 'INSERT',
        collection: 'users',
      },
    ],
    get: [{ name: 'SELECT users', text: 'SELECT * FROM users WHERE email = ? AND id = ?' }],
    all: [{ name: 'SELECT users' }],
    iterate: [{ name: 'SELECT users' }],
    'not to the end': [{ name: 'SELECT users' }],
    'not used': [],
    duplicate: [{ name: 'INSERT users', error: codes.unique, status: codes.unique }],
    'wrong table': [{ ...BAD_TABLE, error: codes.error }],
    'wrong exec': [{ name: 'DROP TABLE missing', error: codes.error }],
  };
}

/** The spans of `databases/mariadb.cjs`. */
export const MARIADB_STEPS: ExpectedSteps = {
  drop: [{ name: 'DROP TABLE users' }],
  create: [{ name: 'CREATE TABLE users' }],
  insert: [
    {
      name: 'INSERT users',
      text: 'INSERT INTO users VALUES (?, ?)',
      operation: 'INSERT',
      collection: 'users',
    },
  ],
  select: [{ name: 'SELECT users', text: 'SELECT id FROM users WHERE email = ? AND id = ?' }],
  execute: [{ name: 'SELECT users', text: 'SELECT id FROM users WHERE email = ?' }],
  prepared: [{ name: 'SELECT users', text: 'SELECT id FROM users WHERE email = ?' }],
  'of a pool': [{ name: 'SELECT users' }],
  'of a connection of a pool': [{ name: 'SELECT users' }],
  transaction: [{ name: 'START', text: 'START TRANSACTION' }, { name: 'UPDATE users' }, { name: 'COMMIT' }],
  duplicate: [{ name: 'INSERT users', error: '1062', status: '1062' }],
  'wrong table': [{ name: 'SELECT missing', error: '1146', status: '1146' }],
  batch: [{ name: 'INSERT users' }],
  stream: [{ name: 'SELECT users', text: 'SELECT id FROM users ORDER BY id' }],
  'a stream that fails': [{ name: 'SELECT missing', error: '1146', status: '1146' }],
};

/** The spans of `databases/pg.cjs`. */
export const PG_STEPS: ExpectedSteps = {
  select: [
    { name: 'SELECT pg_class', text: 'SELECT relname FROM pg_class WHERE relname = ?', operation: 'SELECT' },
  ],
  values: [{ name: 'SELECT', text: 'SELECT $1::text AS a' }],
  named: [{ name: 'SELECT pg_class', text: 'SELECT relname FROM pg_class WHERE relname = $1' }],
  callback: [{ name: 'SELECT pg_class' }],
  'wrong value': [{ name: 'SELECT', error: '22P02', status: '22P02' }],
  'wrong table by a callback': [{ name: 'SELECT missing', error: '42P01', status: '42P01' }],
  'a query object': [{ name: 'SELECT pg_type' }],
  'a query object that fails': [{ name: 'SELECT missing', error: '42P01' }],
  cursor: [{ name: 'SELECT', text: 'SELECT * FROM generate_series(?, ?)' }],
  'a cursor that is closed': [{ name: 'SELECT pg_class' }],
  stream: [{ name: 'SELECT pg_type' }],
  'a stream that fails': [{ name: 'SELECT missing', error: '42P01' }],
};

/** The spans of `databases/redis3.cjs`. */
export const REDIS3_STEPS: ExpectedSteps = {
  answered: [{ name: 'SET', text: 'SET key ?' }],
  unanswered: [{ name: 'SET', text: 'SET key ?' }],
  'unanswered and wrong': [{ name: 'LPUSH', error: 'WRONGTYPE', status: 'WRONGTYPE' }],
  'unanswered when the client ends': [{ name: 'BLPOP', error: 'NR_CLOSED' }],
  'unanswered when it is closed': [{ name: 'SET', error: 'NR_CLOSED' }],
};

const DOCUMENT = { name: 'insert users', operation: 'insert', collection: 'users' };

const DUPLICATE = { name: 'insert users', error: '11000', status: '11000' };

/** The spans of `databases/mongodb.cjs`. */
export const MONGODB_STEPS: ExpectedSteps = {
  insert: [{ ...DOCUMENT, text: '{"email":"?","_id":"?","__v":"?"}' }],
  'insert of bytes': [{ ...DOCUMENT, text: '{"picture":"?","_id":"?","__v":"?"}' }],
  'insert of several': [{ ...DOCUMENT, text: '{"email":"?","_id":"?","__v":"?"}' }],
  find: [{ name: 'find users', text: '{"find":"?","filter":{"email":{"$in":["?"]}}}' }],
  aggregate: [{ name: 'aggregate users', operation: 'aggregate', collection: 'users' }],
  'cursor that is left': [{ name: 'find users' }],
  update: [{ name: 'update users', operation: 'update' }],
  'several writes': [
    {
      name: 'update users',
      text: '{"update":"?","updates":[{"q":{"email":"?"},"u":{"$set":{"email":"?"}},"multi":"?"}],"ordered":"?"}',
    },
    { name: 'delete users' },
  ],
  'create an index': [{ name: 'createIndexes users', operation: 'createIndexes' }],
  duplicate: [DUPLICATE],
  'one duplicate of several': [DUPLICATE],
  refused: [{ name: 'find users', error: '2', status: '2' }],
};

/** The spans of `databases/tedious.cjs`. */
export const SQL_SERVER_STEPS: ExpectedSteps = {
  select: [
    {
      name: 'SELECT users',
      text: 'select ? as answer from users where email = @email',
      collection: 'users',
    },
  ],
  batch: [
    { name: 'SELECT users', text: 'select ? as answer from users where email = ?', collection: 'users' },
  ],
  'a pool that asks whether a connection works': [],
  procedure: [{ name: 'EXECUTE dbo.find_users', operation: 'EXECUTE', text: undefined }],
  prepare: [{ name: 'SELECT', text: 'select ? as answer where email = ?' }],
  'wrong table': [{ name: 'SELECT missing', error: '208', status: '208' }],
};
