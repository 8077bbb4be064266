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
