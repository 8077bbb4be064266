import type { ExpectedSteps } from './database-spans.ts';

const series = { name: 'SELECT', text: 'SELECT * FROM generate_series(?, ?) AS n' };

/** The spans of `databases/postgres.cjs`. */
export const POSTGRES_JS: ExpectedSteps = {
  drop: [{ name: 'DROP TABLE users' }],
  create: [{ name: 'CREATE TABLE users', operation: 'CREATE TABLE', collection: 'users' }],
  insert: [
    { name: 'INSERT users', text: 'INSERT INTO users ("id","name","email")values($1,$2,$3) RETURNING id' },
  ],
  select: [{ name: 'SELECT users', text: 'SELECT id FROM users WHERE name = $1', operation: 'SELECT' }],
  again: [{ name: 'SELECT users' }],
  fragment: [{ name: 'SELECT users', text: 'SELECT * FROM "users" WHERE id = $1' }],
  values: [{ name: 'SELECT users' }],
  unsafe: [{ name: 'SELECT users', text: 'SELECT id FROM users WHERE name = ?' }],
  'unsafe with values': [{ name: 'SELECT users', text: 'SELECT id FROM users WHERE name = $1' }],
  transaction: [{ name: 'BEGIN' }, { name: 'UPDATE users' }, { name: 'SELECT users' }, { name: 'COMMIT' }],
  'rolled back': [{ name: 'BEGIN' }, { name: 'DELETE users' }, { name: 'ROLLBACK' }],
  'cursor with a function': [series],
  'cursor to iterate': [series],
  forEach: [series],
  copy: [{ name: 'COPY users', text: 'COPY users (id) TO STDOUT' }],
  duplicate: [{ name: 'INSERT users', error: '23505', status: '23505' }],
  'wrong value': [{ name: 'SELECT', error: '22P02', status: '22P02' }],
  'wrong table': [{ name: 'SELECT missing', error: '42P01', status: '42P01' }],
  'not awaited': [],
  'handled twice': [{ name: 'SELECT' }],
  cancelled: [{ name: 'SELECT', error: '57014' }],
  notify: [
    { name: 'LISTEN news' },
    { name: 'SELECT', text: 'select pg_notify($1, $2)' },
    { name: 'UNLISTEN news' },
  ],
  closed: [{ name: 'SELECT', error: 'CONNECTION_ENDED', status: undefined }],
};

/** The spans of `databases/clickhouse.cjs`. */
export const CLICKHOUSE: ExpectedSteps = {
  query: [{ name: 'SELECT users', text: 'SELECT id FROM users WHERE email = ?' }],
  parameters: [{ name: 'SELECT users', text: 'SELECT id FROM users WHERE email = {email: String}' }],
  command: [{ name: 'CREATE TABLE users' }],
  stream: [{ name: 'SELECT users', text: 'SELECT id FROM users' }],
  'insert of a stream': [{ name: 'INSERT users', text: 'INSERT INTO users FORMAT JSONEachRow' }],
  'insert of several': [
    {
      name: 'INSERT users',
      text: 'INSERT INTO users FORMAT JSONEachRow',
      operation: 'BATCH INSERT',
      collection: 'users',
    },
  ],
  'wrong table': [{ name: 'SELECT missing', error: '60', status: '60' }],
};

const USERS = { name: 'SELECT users' };

/** The spans of `databases/mysql.cjs`. */
export const MYSQL: ExpectedSteps = {
  insert: [{ name: 'INSERT users', text: 'INSERT INTO users VALUES (?, ?)', operation: 'INSERT' }],
  select: [{ ...USERS, text: 'SELECT id FROM users WHERE email = ? AND id = ?' }],
  'of a pool': [USERS],
  'several at once': [USERS, USERS, USERS],
  transaction: [{ name: 'START' }, { name: 'UPDATE users' }, { name: 'COMMIT' }],
  batch: [{ name: 'INSERT users' }],
  stream: [USERS],
  duplicate: [{ name: 'INSERT users', error: '1062', status: '1062' }],
  'wrong table': [{ name: 'SELECT missing', error: '1146', status: '1146' }],
  'a stream that fails': [{ name: 'SELECT missing', error: '1146', status: '1146' }],
};

/** The spans of `databases/memjs.cjs`. */
export const MEMJS: ExpectedSteps = {
  set: [{ name: 'set', operation: 'set', text: undefined }],
  get: [{ name: 'get' }],
  'get by a callback': [{ name: 'get' }],
  delete: [{ name: 'delete' }],
  'of no number': [{ name: 'set' }, { name: 'increment', error: 'Error' }],
};

/** The spans of `databases/redis.cjs`. */
export const REDIS: ExpectedSteps = {
  set: [{ name: 'SET', text: 'SET key ?' }],
  get: [{ name: 'GET', text: 'GET key' }],
  'set and get': [{ name: 'GETSET', text: 'GETSET key ?' }],
  'wrong type': [{ name: 'LPUSH', text: 'LPUSH key ?', error: 'WRONGTYPE', status: 'WRONGTYPE' }],
};

const WRONG_TYPE = { name: 'LPUSH', error: 'WRONGTYPE', status: 'WRONGTYPE' };

const PIPELINE = [
  { name: 'GET' },
  { name: 'INCR', error: 'ERR', status: 'ERR' },
  { name: 'SET', text: 'SET a ?' },
];

/** Commands that are sent in the same moment, by name. ioredis has spans of MULTI and EXEC, too. */
export const TOGETHER: Readonly<Record<string, ExpectedSteps>> = {
  redis: {
    'a transaction of which one fails': [WRONG_TYPE, { name: 'SET', text: 'SET a ?' }],
    'a transaction that is refused': [
      { name: 'NOSUCH', error: 'ERR' },
      { name: 'SET', error: 'ERR' },
    ],
    'a pipeline of which one fails': PIPELINE,
  },
  ioredis: {
    'a transaction of which one fails': [
      { name: 'EXEC' },
      WRONG_TYPE,
      { name: 'MULTI' },
      { name: 'SET', text: 'SET a ?' },
    ],
    'a transaction that is refused': [
      { name: 'EXEC', error: 'EXECABORT' },
      { name: 'MULTI' },
      { name: 'NOSUCH', error: 'ERR' },
      { name: 'SET', error: 'EXECABORT' },
    ],
    'commands one by one': [
      { name: 'EXEC', error: 'WRONGTYPE', status: 'WRONGTYPE' },
      { name: 'LPUSH' },
      { name: 'MULTI' },
      { name: 'SET' },
    ],
    'a pipeline of which one fails': PIPELINE,
  },
};
