import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExportedNames, sharedNames } from './exported-names.ts';
import { parseRooms } from './rules.ts';

const CONTRIBUTING = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');

const rooms = parseRooms(/```text rooms\n(.*?)```/s.exec(CONTRIBUTING)?.[1] ?? '');

describe('the exported names of src/', () => {
  it('mean one thing: no two rooms declare the same name', () => {
    expect(sharedNames(readExportedNames(), rooms)).toEqual([]);
  });
});

describe('a violation', () => {
  const planted = new Map([
    ['config/a.ts', ['Signal']],
    ['config/b.ts', ['Signal']],
    ['preload/c.ts', ['Signal']],
    ['config/d.ts', ['Once']],
    ['config/e.ts', ['Once']],
  ]);

  it('is found between rooms, not within one', () => {
    expect(sharedNames(planted, parseRooms('config:\npreload: config'))).toEqual([
      'Signal: config/a.ts, config/b.ts, preload/c.ts',
    ]);
  });
});
