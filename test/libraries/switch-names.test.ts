import { expect, it } from 'vitest';
import { switchNames } from '../../src/libraries/switch-names.ts';

it('has a name for each row of the documents, also where only callbacks are bound', () => {
  const names = switchNames([]);

  expect(names).toEqual(expect.arrayContaining(['p-queue', 'workerpool', 'next']));
});
