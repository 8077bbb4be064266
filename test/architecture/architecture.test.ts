import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Imports, readImports } from './imports.ts';
import { arrowsBackUp, circles, forbiddenImports, parseRooms, unusedRows } from './rules.ts';

const CONTRIBUTING = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');

const TABLE = /```text rooms\n(.*?)```/s.exec(CONTRIBUTING)?.[1] ?? '';

/** It names the types of every part, and every loader of parts takes its types from it. */
const PART_TABLE = 'preload/part-table.ts';

const rooms = parseRooms(TABLE);
const imports = withoutPartTable(readImports());

describe('the rooms of src/', () => {
  it('import only what the table in CONTRIBUTING.md allows', () => {
    expect(forbiddenImports(imports, rooms)).toEqual([]);
  });

  it('import downwards only: each row names rooms above it', () => {
    expect(arrowsBackUp(rooms)).toEqual([]);
  });

  it('have no row in the table that nothing needs', () => {
    expect(unusedRows(imports, rooms)).toEqual([]);
  });

  it('have no files that import each other in a circle', () => {
    expect(circles(imports)).toEqual([]);
  });
});

describe('a violation', () => {
  const planted = parseRooms('shared:\nconfig: shared\npreload: config');

  it.each([
    {
      title: 'of the table',
      files: { 'config/a.ts': ['preload/b.ts'], 'preload/b.ts': [] },
      expected: ['config/a.ts imports preload/b.ts: config may not import preload'],
    },
    {
      title: 'by the import of a door',
      files: { 'config/a.ts': ['index.ts'], 'index.ts': [] },
      expected: ['config/a.ts imports the door index.ts'],
    },
    {
      title: 'by a folder that is no room',
      files: { 'config/a.ts': ['helpers/b.ts'], 'helpers/b.ts': [] },
      expected: ['helpers/b.ts is in no room of the table'],
    },
  ])('$title is found', ({ files, expected }) => {
    expect(forbiddenImports(new Map(Object.entries(files)), planted)).toEqual(expected);
  });

  it('by a circle of files is found', () => {
    const files = { 'a.ts': ['b.ts'], 'b.ts': ['c.ts'], 'c.ts': ['b.ts'] };

    expect(circles(new Map(Object.entries(files)))).toEqual(['b.ts → c.ts → b.ts']);
  });

  it('by a row that points up is found', () => {
    expect(arrowsBackUp(parseRooms('config: preload\npreload: config'))).toEqual(['config → preload']);
  });
});

function withoutPartTable(all: Imports): Imports {
  const rest = [...all].filter(([file]) => file !== PART_TABLE);
  return new Map(rest.map(([file, targets]) => [file, targets.filter(target => target !== PART_TABLE)]));
}
