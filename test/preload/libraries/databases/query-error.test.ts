import { describe, expect, it } from 'vitest';
import { readQueryError } from '../../../../src/preload/libraries/databases/query/query-error.ts';

const MESSAGES = [
  { message: 'relation "users" does not exist', told: 'relation "users" does not exist' },
  {
    message: 'invalid input syntax for type integer: "secret"',
    told: 'invalid input syntax for type integer: ?',
  },
  {
    message: 'invalid input syntax for type json: "a"b secret"',
    told: 'invalid input syntax for type json: ?',
  },
  {
    message: 'duplicate key value violates unique constraint "users_email_key"',
    told: 'duplicate key value violates unique constraint "users_email_key"',
  },
  { message: 'Key (email)=(secret) already exists.', told: 'Key (email)=? already exists.' },
  {
    message: "Duplicate entry 'secret' for key 'users.email'",
    told: "Duplicate entry ? for key 'users.email'",
  },
  { message: "Duplicate entry 'it's secret' for key 'email'", told: "Duplicate entry ? for key 'email'" },
  {
    message: "Table 'test.missing' doesn't exist, parameters:['secret']",
    told: "Table 'test.missing' doesn't exist, parameters:[?]",
  },
  {
    message: "Incorrect integer value: 'secret' for column 'n' at row 1",
    told: "Incorrect integer value: ? for column 'n' at row 1",
  },
  { message: 'UNIQUE constraint failed: users.email', told: 'UNIQUE constraint failed: users.email' },
  {
    message: "Cannot insert duplicate key row in object 'dbo.t'. The duplicate key value is (secret).",
    told: "Cannot insert duplicate key row in object 'dbo.t'. The duplicate key value is ?.",
  },
  {
    message: 'E11000 duplicate key error collection: a.b dup key: { email: "secret", n: 5 }',
    told: 'E11000 duplicate key error collection: a.b dup key: ?',
  },
  {
    message: "ERR unknown command 'x', with args beginning with: 'secret'",
    told: 'ERR unknown command ?, with args beginning with: ?',
  },
  { message: 'one\n  two', told: 'one two' },
];

describe('the message of a database', () => {
  for (const { message, told } of MESSAGES) {
    it(`has no values: ${message}`, () => {
      expect(readQueryError(new Error(message), 'any').message).toBe(told);
    });
  }
});

const ERRORS = [
  { system: 'postgresql', error: { name: 'error', code: '23505' }, type: '23505', status: '23505' },
  {
    system: 'mysql',
    error: { name: 'Error', code: 'ER_DUP_ENTRY', errno: 1062, sqlState: '23000' },
    type: '1062',
    status: '1062',
  },
  {
    system: 'mysql',
    error: { name: 'Error', code: 'ECONNREFUSED', errno: -111 },
    type: 'ECONNREFUSED',
    status: undefined,
  },
  {
    system: 'mariadb',
    error: { name: 'SqlError', code: 'ER_NO_SUCH_TABLE', errno: 1146 },
    type: '1146',
    status: '1146',
  },
  {
    system: 'microsoft.sql_server',
    error: { name: 'RequestError', code: 'EREQUEST', number: 208 },
    type: '208',
    status: '208',
  },
  {
    system: 'microsoft.sql_server',
    error: { name: 'RequestError', code: 'ETIMEOUT' },
    type: 'ETIMEOUT',
    status: undefined,
  },
  { system: 'mongodb', error: { name: 'MongoServerError', code: 11000 }, type: '11000', status: '11000' },
  {
    system: 'sqlite',
    error: { name: 'Error', code: 'ERR_SQLITE_ERROR', errcode: 2067 },
    type: '2067',
    status: '2067',
  },
  {
    system: 'redis',
    error: { name: 'ReplyError', message: 'WRONGTYPE Operation against a key' },
    type: 'WRONGTYPE',
    status: 'WRONGTYPE',
  },
  {
    system: 'redis',
    error: { name: 'a class that a minifier renamed', message: 'WRONGTYPE Operation against a key' },
    type: 'WRONGTYPE',
    status: 'WRONGTYPE',
  },
  {
    system: 'redis',
    error: { name: 'MaxRetriesPerRequestError', message: 'Reached' },
    type: 'MaxRetriesPerRequestError',
    status: undefined,
  },
  { system: 'any', error: 'a text', type: 'string', status: undefined },
  { system: 'any', error: null, type: 'object', status: undefined },
];

it('an error of a class that does not name itself has the name of the class', () => {
  class SimpleError extends Error {}

  expect(readQueryError(new SimpleError('WRONGTYPE Operation'), 'redis').type).toBe('WRONGTYPE');
  expect(readQueryError(new SimpleError('lost'), 'redis').type).toBe('SimpleError');
});

describe('the error of a query', () => {
  for (const { system, error, type, status } of ERRORS) {
    it(`has its code: ${system} ${JSON.stringify(error)}`, () => {
      expect(readQueryError(error, system)).toMatchObject({ type, statusCode: status });
    });
  }
});
