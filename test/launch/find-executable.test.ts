import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FoundExecutable, findExecutable } from '../../src/launch/find-executable.ts';

// root
// ├─ first/   run (no x), data (no x), tool/ (a folder)
// ├─ second/  run, tool, link → run, dangling → nothing
// └─ nested/bin/run
const root = mkdtempSync(join(tmpdir(), 'otel-run-'));
const [first, second] = [join(root, 'first'), join(root, 'second')];
const before = process.cwd();
beforeAll(() => {
  for (const folder of ['first/tool', 'second', 'nested/bin'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['first/run', 'first/data', 'second/run', 'second/tool', 'nested/bin/run']) {
    writeFileSync(join(root, file), '#!/bin/sh\n');
    chmodSync(join(root, file), file.startsWith('first') ? 0o644 : 0o755);
  }
  symlinkSync('run', join(second, 'link'));
  symlinkSync('nothing', join(second, 'dangling'));
  process.chdir(second);
});
afterAll(() => {
  process.chdir(before);
  rmSync(root, { recursive: true });
});

const NOT_FOUND: FoundExecutable = { status: 'not-found' };
const found = (path: string): FoundExecutable => ({ status: 'found', path });
const refused = (path: string, reason: string): FoundExecutable => ({
  status: 'not-executable',
  path,
  reason,
});

const CASES: { title: string; command: string; path: string | undefined; expected: FoundExecutable }[] = [
  { title: 'looks a name up in PATH', command: 'run', path: second, expected: found(`${second}/run`) },
  { title: 'takes a symbolic link', command: 'link', path: second, expected: found(`${second}/link`) },
  {
    title: 'passes over what may not be executed',
    command: 'run',
    path: `${first}:${second}`,
    expected: found(`${second}/run`),
  },
  {
    title: 'remembers what may not be executed',
    command: 'data',
    path: `/nowhere:${first}:${second}`,
    expected: refused(`${first}/data`, 'EACCES'),
  },
  {
    title: 'passes over a folder of that name',
    command: 'tool',
    path: `${first}:${second}`,
    expected: found(`${second}/tool`),
  },
  { title: 'does not find a folder', command: 'tool', path: first, expected: NOT_FOUND },
  { title: 'does not find a link to nothing', command: 'dangling', path: second, expected: NOT_FOUND },
  {
    title: 'does not find what is nowhere',
    command: 'nowhere',
    path: `${first}:${second}`,
    expected: NOT_FOUND,
  },
  { title: 'does not look for the empty name', command: '', path: second, expected: NOT_FOUND },
  {
    title: 'passes over an entry that is a file',
    command: 'run',
    path: `${second}/run:${second}`,
    expected: found(`${second}/run`),
  },
  {
    title: 'takes an empty first entry as the working directory',
    command: 'run',
    path: ':/bin',
    expected: found('./run'),
  },
  {
    title: 'takes an empty last entry as the working directory',
    command: 'run',
    path: '/nowhere:',
    expected: found('./run'),
  },
  {
    title: 'takes an empty PATH as the working directory',
    command: 'run',
    path: '',
    expected: found('./run'),
  },
  {
    title: 'takes a relative entry as it is',
    command: 'run',
    path: '../nested/bin',
    expected: found('../nested/bin/run'),
  },
  { title: 'has a default PATH', command: 'sh', path: undefined, expected: found('/bin/sh') },
  {
    title: 'has a default PATH without the working directory',
    command: 'run',
    path: undefined,
    expected: NOT_FOUND,
  },
  { title: 'takes a name with a slash as a path', command: './run', path: '/bin', expected: found('./run') },
  {
    title: 'does not look a path up in PATH',
    command: 'bin/run',
    path: `${root}/nested`,
    expected: NOT_FOUND,
  },
  {
    title: 'refuses a folder given as a path',
    command: root,
    path: '/bin',
    expected: refused(root, 'folder'),
  },
  {
    title: 'refuses a device',
    command: '/dev/null',
    path: '/bin',
    expected: refused('/dev/null', 'special-file'),
  },
  {
    title: 'refuses a path that may not be executed',
    command: '../first/data',
    path: '/bin',
    expected: refused('../first/data', 'EACCES'),
  },
];

describe('findExecutable', () => {
  for (const { title, command, path, expected } of CASES) {
    it(title, () => {
      expect(findExecutable(command, path)).toEqual(expected);
    });
  }
});
