import { describe, expect, it } from 'vitest';
import { isAwaitedInside, withAliases } from '../../../src/preload/hooks/awaited-files.ts';

const AWAITED = new Set(['pg/lib/client.js', '@redis/client/dist/lib/commander.js']);

describe('isAwaitedInside', () => {
  it.each([
    { name: 'pg', path: '/app/node_modules/pg/lib/client.js', is: true },
    { name: 'pg', path: '/app/node_modules/pg/lib/query.js', is: false },
    { name: 'pg', path: '/app/node_modules/a/node_modules/pg/lib/client.js', is: true },
    { name: 'pg', path: 'C:\\app\\node_modules\\pg\\lib\\client.js', is: true },
    { name: '@redis/client', path: '/app/node_modules/@redis/client/dist/lib/commander.js', is: true },
    { name: 'pg', path: undefined, is: true },
    { name: 'p', path: undefined, is: false },
    { name: 'openai', path: undefined, is: false },
  ])('is $is for $path in $name', ({ name, path, is }) => {
    expect(isAwaitedInside(name, path, AWAITED)).toBe(is);
  });
});

it('has the files of a package under its other name, too', () => {
  const aliases = new Map([
    ['@our/sql', 'pg'],
    ['web', 'express'],
  ]);

  expect(withAliases([...AWAITED, 'pgx/lib/client.js'], aliases)).toEqual([
    ...AWAITED,
    'pgx/lib/client.js',
    '@our/sql/lib/client.js',
  ]);
});
