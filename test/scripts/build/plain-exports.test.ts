import { expect, it } from 'vitest';

const { withPlainExports }: { withPlainExports(code: string): string } = await import(
  new URL('../../../scripts/build/plain-exports.mjs', import.meta.url).href
);

const ROWS = [
  { what: 'a constant', code: 'const value = 1;', plain: true },
  { what: 'a function', code: 'function value() {}', plain: true },
  { what: 'a class', code: 'var value = class {};', plain: true },
  { what: 'what the file itself fills', code: 'var value;\n(value ||= {}).one = 1;', plain: true },
  {
    what: 'a function beside a variable of the same name',
    code: 'function value() {}\nfunction other() { let value; value = 2; }',
    plain: true,
  },
  { what: 'what a function assigns', code: 'let value;\nfunction set() { value = 2; }', plain: false },
  {
    what: 'what a method counts',
    code: 'let value = 0;\nclass Counter { add() { value++; } }',
    plain: false,
  },
  {
    what: 'what a function destructures',
    code: 'let value;\nconst set = given => { ({ value } = given); };',
    plain: false,
  },
  { what: 'what a loop assigns', code: 'let value;\nfunction set() { for (value of [2]); }', plain: false },
];

const GETTER = `
Object.defineProperty(exports, "name", {
	enumerable: true,
	get: function() {
		return value;
	}
});`;

it.each(ROWS)('exports $what by value: $plain', ({ code, plain }) => {
  const file = withPlainExports(code + GETTER);
  const exports: { name?: unknown } = {};
  new Function('exports', file)(exports);
  const { get } = Object.getOwnPropertyDescriptor(exports, 'name') ?? {};

  expect(get === undefined).toBe(plain);
  expect(exports).toHaveProperty('name');
});
