import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type SplitProblem, splitCommand } from '../../src/command-line/split-command.ts';

const SPLIT = [
  'node dist/worker.js',
  '  node\t--max-old-space-size=512\n dist/worker.js  ',
  `node 'a b.js' "c d.js" e\\ f.js`,
  `node -e 'console.log("$HOME", \`x\`)'`,
  `node --title="orders worker" -x'y'z`,
  `node "a \\"quoted\\" word" "back\\\\slash" "\\$HOME" "\\\`" "\\n"`,
  `node '' "" \\"`,
  'node a=b --c={"d":1} e,f g:h [i] j~k l#m',
];

const REFUSED: readonly { line: string; problem: SplitProblem; character?: string }[] = [
  { line: '', problem: 'empty' },
  { line: ' \n', problem: 'empty' },
  { line: `node 'a`, problem: 'quote', character: "'" },
  { line: 'node "a', problem: 'quote', character: '"' },
  { line: 'node a\\', problem: 'backslash', character: '\\' },
  { line: 'npm run build && node a.js', problem: 'shell', character: '&' },
  { line: 'node a.js | pino-pretty', problem: 'shell', character: '|' },
  { line: 'node a.js; true', problem: 'shell', character: ';' },
  { line: 'node a.js > log', problem: 'shell', character: '>' },
  { line: 'node $SCRIPT', problem: 'shell', character: '$' },
  { line: 'node "$SCRIPT"', problem: 'shell', character: '$' },
  { line: 'node "`pwd`/a.js"', problem: 'shell', character: '`' },
  { line: 'node dist/*.js', problem: 'shell', character: '*' },
  { line: 'PORT=3000 node a.js', problem: 'assignment' },
];

describe('splitCommand', () => {
  it.each(SPLIT)('splits %o as a shell does', line => {
    const asShell = execFileSync('/bin/sh', ['-c', `set -f; printf '%s\\0' ${line.replaceAll('\n', ' ')}`]);

    const words = asShell.toString().split('\0').slice(0, -1);
    expect(words.length).toBeGreaterThan(1);
    expect(splitCommand(line)).toEqual({ ok: true, words });
  });

  it.each(REFUSED)('refuses $line: $problem', ({ line, problem, character }) => {
    expect(splitCommand(line)).toEqual({ ok: false, problem, ...(character && { character }) });
  });
});
