import { describe, expect, test } from 'vitest';
import { widthOf } from '../../src/report/display-width.ts';
import { breakText, wrapWords } from '../../src/report/wrap-words.ts';

describe('lines of a terminal', () => {
  test.each([
    { text: 'abc', columns: 3 },
    { text: '注文', columns: 4 },
    { text: 'é', columns: 1 },
    { text: '👩‍👩‍👧', columns: 2 },
  ])('show $text in $columns columns', ({ text, columns }) => {
    expect(widthOf(text)).toBe(columns);
  });

  test.each([
    { text: 'one two three', columns: 7, lines: ['one two', 'three'] },
    { text: '注文 注文 注文', columns: 9, lines: ['注文 注文', '注文'] },
    { text: 'a longer-than-that b', columns: 6, lines: ['a', 'longer-than-that', 'b'] },
  ])('hold the words of $text up to $columns columns', ({ text, columns, lines }) => {
    expect(wrapWords(text, columns)).toEqual(lines);
  });

  test.each([
    { text: 'abcdefg', columns: 3, pieces: ['abc', 'def', 'g'] },
    { text: '注文サービス', columns: 5, pieces: ['注文', 'サー', 'ビス'] },
    { text: 'ab👩‍👩‍👧c', columns: 3, pieces: ['ab', '👩‍👩‍👧c'] },
    { text: '', columns: 3, pieces: [] },
  ])(
    'break $text at $columns columns, between what a reader sees as characters',
    ({ text, columns, pieces }) => {
      expect(breakText(text, columns)).toEqual(pieces);
    },
  );
});
