import { expect, it } from 'vitest';
import { memoize } from '../../src/shared/memoize.ts';

it('computes each answer once, for so many texts', () => {
  const computed: string[] = [];
  const length = memoize(text => {
    computed.push(text);
    return text.length || undefined;
  }, 2);

  expect(['', 'a', 'bb', '', 'a', 'bb'].map(length)).toEqual([undefined, 1, 2, undefined, 1, 2]);
  expect(computed).toEqual(['', 'a', 'bb', 'bb']);
});
