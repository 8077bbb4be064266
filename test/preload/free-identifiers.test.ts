import { expect, it } from 'vitest';

const { freeIdentifiers } = await import(
  new URL('../../scripts/build/free-identifiers.mjs', import.meta.url).href
);

const SCRIPTS = [
  { script: 'setTimeout(() => {}, 1)', free: ['setTimeout'] },
  { script: 'Date.now(); now = 1', free: ['Date.now', 'now'] },
  { script: 'const Date = 1; Date.now()', free: [] },
  { script: '{ const Map = 1; Map } Map', free: ['Map'] },
  { script: '{ var Map = 1; } Map', free: [] },
  { script: 'function f({ URL, a: [b = Set], ...rest }) { URL; b; rest; a }', free: ['Set', 'a'] },
  { script: '(a => { try {} catch ({ b }) { b; c } a; b })', free: ['c', 'b'] },
  { script: 'class A { Map() { return Map } static [Set] = this.Date; #x = A }', free: ['Map', 'Set'] },
  { script: '({ Date, Map: 1, [Set]: { JSON: x } })', free: ['Date', 'Set', 'x'] },
  { script: 'for (const a of b) a; for (let i = 0;;) i; i', free: ['b', 'i'] },
  { script: 'switch (a) { case 1: let b; break; default: b } b', free: ['a', 'b'] },
  { script: 'label: for (;;) { continue label; }', free: [] },
  { script: '(function g() { g; arguments; new.target }); () => arguments', free: ['arguments'] },
  { script: 'a?.b.c; d[e]', free: ['a.b', 'd', 'e'] },
];

it.each(SCRIPTS)('finds what $script takes from the outside', ({ script, free }) => {
  const found: { name: string; member?: { name: string } }[] = freeIdentifiers(script);

  expect(found.map(({ name, member }) => (member ? `${name}.${member.name}` : name))).toEqual(free);
});

it('knows a member that is written from one that is read', () => {
  const found: { member: { written: boolean } }[] = freeIdentifiers(
    'a.b = 1; c.d++; delete e.f; g.h; i.j.k = 1',
  );

  expect(found.map(({ member }) => member.written)).toEqual([true, true, true, false, false]);
});
