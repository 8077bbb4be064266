import { describe, expect, it } from 'vitest';
import { readPlainRun } from '../../src/command-line/plain-run.ts';
import { parseRun } from '../../src/command-line/run-arguments.ts';

const PLAIN = [
  ['--', 'node', 'server.js'],
  ['--', 'node', '--inspect', 'server.js', '--', '-e', 'x'],
  ['--', '--', 'node'],
  ['--', '-s', 'x'],
  ['--', 'doctor'],
  ['--', ''],
  ['node', 'server.js'],
  ['node', '--service', 'x', '--help'],
  ['npm', 'run', 'start', '--', '--port=3000'],
  ['', 'x'],
];

const NOT_PLAIN = [[], ['--'], ['-s', 'api', '--', 'node'], ['--help'], ['-'], ['smoke', 'x'], ['doctor']];

const output = { out() {}, error() {} };

describe('a line without options', () => {
  it.each(PLAIN.map(argv => ({ argv })))('is read as the parser reads it: $argv', ({ argv }) => {
    expect(readPlainRun(argv)).toEqual(parseRun(argv, output));
  });

  it.each(NOT_PLAIN.map(argv => ({ argv })))(
    'is left to the parser if it may have some: $argv',
    ({ argv }) => {
      expect(readPlainRun(argv)).toBeUndefined();
    },
  );
});
