import { describe, expect, it } from 'vitest';
import { longFiles, longFunctions, MOST_LINES, readSources } from './sizes.ts';

const sources = readSources();

describe('src/', () => {
  it('has no file over 200 lines', () => {
    expect(longFiles(sources)).toEqual([]);
  });

  it('has no function over 40 lines', () => {
    expect(longFunctions(sources)).toEqual([]);
  });
});

describe('a violation', () => {
  const body = (lines: number) => '  // …\n'.repeat(lines);
  const longest = body(MOST_LINES.function - 2);
  const tooLong = body(MOST_LINES.function - 1);

  it.each([
    { title: 'by a function', text: `export function long() {\n${tooLong}}`, found: 'long' },
    { title: 'by a function in a variable', text: `const long = () => {\n${tooLong}};`, found: 'long' },
    { title: 'by a method', text: `class A {\n  async #long() {\n${tooLong}}\n}`, found: '#long' },
    { title: 'by a method of an object', text: `f({\n  long() {\n${tooLong}},\n});`, found: 'long' },
    { title: 'by a callback', text: `f(() => {\n${tooLong}});`, found: 'a function' },
    {
      title: 'by functions in a function',
      text: `function outer() {\n  function inner() {\n${body(MOST_LINES.function - 3)}}\n}`,
      found: 'outer',
    },
  ])('$title is found', ({ text, found }) => {
    expect(longFunctions(new Map([['a.ts', text]]))).toEqual([`a.ts: ${found}, 41 lines`]);
  });

  it('by a component is found', () => {
    const text = `export function Long() {\n  return (\n    <p>\n${'      größer… <br />\n'.repeat(35)}    </p>\n  );\n}`;

    expect(longFunctions(new Map([['a.tsx', text]]))).toEqual(['a.tsx: Long, 41 lines']);
  });

  it('is not a function of exactly the limit', () => {
    expect(longFunctions(new Map([['a.ts', `function short() {\n${longest}}`]]))).toEqual([]);
  });

  it('by a file is found, but not one of exactly the limit', () => {
    const lines = (number: number) => 'f();\n'.repeat(number);
    const files = { 'long.ts': lines(MOST_LINES.file + 1), 'short.ts': lines(MOST_LINES.file) };

    expect(longFiles(new Map(Object.entries(files)))).toEqual(['long.ts: 201 lines']);
  });
});
