import { describe, expect, it } from 'vitest';
import { isSameCall, operationOf } from '../../src/checks/operation.ts';

interface Pair {
  readonly what: string;
  readonly one: Record<string, string>;
  readonly other: Record<string, string>;
  readonly same: boolean;
}

const PAIRS: readonly Pair[] = [
  {
    what: 'one statement with the placeholders of two libraries',
    one: { 'db.system': 'pg', 'db.statement': 'select  * from a where b = $1' },
    other: { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT * FROM a WHERE b = ?;' },
    same: true,
  },
  {
    what: 'a statement that is cut short',
    one: { 'db.system.name': 'mysql2', 'db.query.text': 'select a, b, c..' },
    other: { 'db.system.name': 'mysql', 'db.query.text': 'select a, b, c, d from e /* from here */' },
    same: true,
  },
  {
    what: 'two statements',
    one: { 'db.system.name': 'mysql', 'db.query.text': 'select a' },
    other: { 'db.system.name': 'mysql', 'db.query.text': 'select b' },
    same: false,
  },
  {
    what: 'two collections',
    one: { 'db.system.name': 'mongodb', 'db.collection.name': 'orders' },
    other: { 'db.system.name': 'mongodb', 'db.collection.name': 'users' },
    same: false,
  },
  {
    what: 'two databases',
    one: { 'db.system.name': 'redis' },
    other: { 'db.system.name': 'postgresql', 'db.query.text': 'select 1' },
    same: false,
  },
  {
    what: 'one URL',
    one: { 'url.full': 'https://a.example/b', 'http.request.method': 'GET' },
    other: { 'http.url': 'https://a.example/b', 'http.method': 'GET' },
    same: true,
  },
  {
    what: 'two methods of a URL',
    one: { 'url.full': 'https://a.example/b', 'http.request.method': 'GET' },
    other: { 'url.full': 'https://a.example/b', 'http.request.method': 'PUT' },
    same: false,
  },
  {
    what: 'a query and a request',
    one: { 'db.system.name': 'elasticsearch' },
    other: { 'url.full': 'https://search.example/b' },
    same: false,
  },
];

describe('the call that a span is of', () => {
  for (const { what, one, other, same } of PAIRS) {
    it(`is ${same ? 'the same' : 'another'} for ${what}`, () => {
      const [first, second] = [one, other].map(attributes => operationOf({ kind: 'client', attributes }));

      expect(first && second && isSameCall(first, second)).toBe(same);
    });
  }

  it('is known of calls alone', () => {
    expect(operationOf({ kind: 'internal', attributes: { 'db.system.name': 'redis' } })).toBeUndefined();
    expect(operationOf({ kind: 'client', attributes: { 'rpc.system': 'grpc' } })).toBeUndefined();
  });
});
