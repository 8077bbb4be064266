import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { LAUNCHES, launchedBy } from '../helpers/launches.ts';
import { run } from '../helpers/processes.ts';

const IN_TERMINAL = new URL('../fixtures/run-in-terminal.py', import.meta.url).pathname;
const hasTerminal = spawnSync('python3', ['-c', 'import pty']).status === 0;

const CTRL_C = '\\x03';
const CTRL_D = '\\x04';

const COMMANDS: { title: string; keys?: string; argv: string[]; shell?: string; shows: RegExp }[] = [
  {
    title: 'knows its terminal and the size of it',
    argv: ['node', 'describe-terminal.cjs'],
    shows: /true true true 91 31 \d+\r\n\nended: 0/,
  },
  {
    title: 'gets Ctrl-C once',
    keys: CTRL_C,
    argv: ['node', 'count-interrupts.cjs'],
    shows: /interrupt 1\r\n\nended: 0/,
  },
  {
    title: 'gets Ctrl-C once where stdin is no terminal',
    keys: CTRL_C,
    argv: ['node', 'count-interrupts.cjs'],
    shell: 'exec "$@" </dev/null',
    shows: /interrupt 1\r\n\nended: 0/,
  },
  { title: 'dies of Ctrl-C', keys: CTRL_C, argv: ['node', 'wait-for-signal.cjs'], shows: /ended: -2/ },
  {
    title: 'dies of Ctrl-\\',
    keys: '\\x1c',
    argv: ['sh', '-c', 'ulimit -c 0; echo READY; read x'],
    shows: /ended: -3/,
  },
  {
    title: 'reads what is typed, until Ctrl-D',
    keys: `a line\\n${CTRL_D}`,
    argv: ['sh', '-c', 'echo READY; cat'],
    shows: /a line\r\na line\r\n\nended: 0/,
  },
];

if (!hasTerminal) {
  describe('a command in a terminal', () => {
    it.skip('is as bare: NOT TESTED, because there is no python3 with pty here', () => {});
  });
}

for (const launch of hasTerminal ? LAUNCHES : []) {
  describe(`a command in a terminal, ${launch.title}`, { concurrent: true }, () => {
    for (const { title, keys = '', argv, shell, shows } of COMMANDS) {
      it(title, async () => {
        const inTerminal = (command: readonly string[]) => {
          const line = shell === undefined ? command : ['sh', '-c', shell, 'sh', ...command];
          return run(['python3', IN_TERMINAL, keys, ...line], launch.options);
        };

        const [bare, byOtelRun] = await Promise.all([inTerminal(argv), inTerminal(launchedBy(launch, argv))]);

        expect(bare.stdout).toMatch(shows);
        expect(byOtelRun).toEqual(bare);
      });
    }
  });
}
