import { describe, expect, test } from 'vitest';
import { widthOf } from '../../src/report/display-width.ts';
import { breakText, wrapWords } from '../../src/report/wrap-words.ts';

describe('lines of a terminal', () => {
  test.each([
    ['abc', 3],
    ['注文', 4],
    ['é', 1],
    ['👩‍👩‍👧', 2],
  ])('show %s in %d columns', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  test.each([
    ['one two three', 7, ['one two', 'three']],
    ['注文 注文 注文', 9, ['注文 注文', '注文']],
    ['a longer-than-that b', 6, ['a', 'longer-than-that', 'b']],
  ])('hold the words of %j up to %d columns', (text, columns, lines) => {
    expect(wrapWords(text, columns)).toEqual(lines);
  });

  test.each([
    ['abcdefg', 3, ['abc', 'def', 'g']],
    ['注文サービス', 5, ['注文', 'サー', 'ビス']],
    ['ab👩‍👩‍👧c', 3, ['ab', '👩‍👩‍👧c']],
    ['', 3, []],
  ])('break %j at %d columns, between what a reader sees as characters', (text, columns, pieces) => {
    expect(breakText(text, columns)).toEqual(pieces);
  });
});
