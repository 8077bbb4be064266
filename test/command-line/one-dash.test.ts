import { expect, it } from 'vitest';
import { parseRun } from '../../src/command-line/run-arguments.ts';
import { parseView } from '../../src/view/arguments.ts';

const ROWS = [
  { argv: ['-service', 'api', '--', 'node'], meant: '--service' },
  { argv: ['-s', 'api', '-service', 'api', 'node'], meant: '--service' },
  { argv: ['-environment', 'test', 'node'], meant: '--environment' },
  { argv: ['-env-file', '.env', 'node'], meant: '--env-file' },
];

it.each(ROWS)(
  'a long option with one dash is refused, with the option that was meant: $argv',
  ({ argv, meant }) => {
    const told: string[] = [];
    const output = { out() {}, error: (text: string) => told.push(text) };

    expect(() => parseRun(argv, output)).toThrow();
    expect(told.join('')).toContain(`unknown option '${meant.slice(1)}'\n(Did you mean ${meant}?)`);
  },
);

it('an option of one command alone is refused in the same way', () => {
  const told: string[] = [];
  const output = { out() {}, error: (text: string) => told.push(text) };

  expect(() => parseView(['-port', '3'], output)).toThrow();
  expect(told.join('')).toContain("unknown option '-port'\n(Did you mean --port?)");
});

it('an option of the command may have one dash', () => {
  const argv = ['-s', 'api', 'java', '-service', 'x'];

  expect(parseRun(argv, { out() {}, error() {} }).command).toEqual(['java', '-service', 'x']);
});
