import { expect, it } from 'vitest';
import { parseRun } from '../../src/command-line/run-arguments.ts';
import { parseSmoke } from '../../src/smoke/arguments.ts';
import { parseView } from '../../src/view/arguments.ts';

const REFUSED = [
  {
    parse: parseRun,
    argv: ['-s', '--', 'node', 'x'],
    says: "option '-s, --service <name>' has no value: -- follows",
  },
  {
    parse: parseRun,
    argv: ['-e', '-s', 'api', 'node'],
    says: "option '-e, --env-file <path>' has no value: -s follows",
  },
  {
    parse: parseRun,
    argv: ['--environment', '--fail-open', 'node'],
    says: 'has no value: --fail-open follows',
  },
  {
    parse: parseView,
    argv: ['--save', '--', 'node', 'x'],
    says: "option '--save <file>' has no value: -- follows",
  },
  {
    parse: parseSmoke,
    argv: ['-s', 'api', '--expect', '--update', 'x'],
    says: "'--expect <file>' has no value: --update follows",
  },
];

it.each(REFUSED)('an option without its value is refused: $argv', ({ parse, argv, says }) => {
  const told: string[] = [];

  expect(() => parse(argv, { out() {}, error: text => told.push(text) })).toThrow();
  expect(told.join('')).toContain(says);
});

it.each([
  { argv: ['-s', 'api', '--', 'x', '--save', '--'], command: ['x', '--save', '--'] },
  { argv: ['-s', '-', 'x'], command: ['x'] },
  { argv: ['--service=--', 'x'], command: ['x'] },
])('other values are accepted: $argv', ({ argv, command }) => {
  expect(parseRun(argv, { out() {}, error() {} }).command).toEqual(command);
});
