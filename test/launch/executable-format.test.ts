import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isSurelyExecutable } from '../../src/launch/executable-format.ts';

const root = mkdtempSync(join(tmpdir(), 'otel-run-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Writes an executable file. */
function executable(name: string, content: string | Buffer, mode = 0o755): string {
  const path = join(root, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

const SELF = process.execPath;
const program = readFileSync(SELF).subarray(0, 8192);

/** The start of a program that runs here, changed. */
function altered(change: (header: Buffer) => void): Buffer {
  const header = Buffer.from(program);
  change(header);
  return header;
}

const chain = ['/bin/sh'];
for (let depth = 1; depth <= 6; depth++) chain.push(executable(`depth-${depth}`, `#!${chain.at(-1)}\n`));
const unreadable = executable('sh-without-x', '#!/bin/sh\n', 0o644);

const SCRIPTS: { title: string; path: string; expected: boolean }[] = [
  { title: 'a script', path: executable('script', '#!/bin/sh\necho\n'), expected: true },
  { title: 'a script by env', path: executable('env', '#!/usr/bin/env node\n'), expected: true },
  {
    title: 'a script with a space and an argument',
    path: executable('space', '#! /bin/sh -e\necho\n'),
    expected: true,
  },
  { title: 'a script that is interpreted by a script', path: chain[2] as string, expected: true },
  { title: 'a script at the kernel’s limit of interpreters', path: chain[4] as string, expected: true },
  { title: 'a script beyond that limit', path: chain[6] as string, expected: false },
  { title: 'a missing interpreter', path: executable('missing', '#!/no/such/sh\n'), expected: false },
  {
    title: 'an interpreter that may not be executed',
    path: executable('no-x', `#!${unreadable}\n`),
    expected: false,
  },
  { title: 'a relative interpreter', path: executable('relative', '#!sh\n'), expected: false },
  { title: 'Windows line ends', path: executable('crlf', '#!/bin/sh\r\necho\r\n'), expected: false },
  { title: 'a first line without interpreter', path: executable('no-name', '#!\n'), expected: false },
  {
    title: 'a first line longer than the kernel reads',
    path: executable('long', `#!/bin/sh ${'x'.repeat(300)}\n`),
    expected: false,
  },
  { title: 'a script without #!', path: executable('plain', 'echo\n'), expected: false },
  { title: 'a text', path: executable('text', 'Dear reader,\n'), expected: false },
  { title: 'an empty file', path: executable('empty', ''), expected: false },
  { title: 'a file of one byte', path: executable('short', '#'), expected: false },
  { title: 'nothing at all', path: join(root, 'nowhere'), expected: false },
  { title: 'a folder', path: root, expected: false },
];

describe('isSurelyExecutable', () => {
  for (const { title, path, expected } of SCRIPTS) {
    it(`says ${expected ? 'yes' : 'no'} to ${title}`, () => {
      expect(isSurelyExecutable(path, SELF)).toBe(expected);
    });
  }

  it('says yes to the running program', () => {
    expect(isSurelyExecutable(SELF, SELF)).toBe(true);
  });

  it('says no to a text file whose first bytes are those of Mach-O for another machine', () => {
    const header = Buffer.alloc(64);
    header.writeUInt32LE(0xfeedfacf);
    header.writeUInt32LE(0x7777, 4);
    expect(isSurelyExecutable(executable('mach-o', header), SELF)).toBe(false);
  });
});

describe.runIf(process.platform === 'linux')('isSurelyExecutable of an ELF file', () => {
  const interpreterOf = (header: Buffer) => header.indexOf('/lib');
  const FILES: { title: string; content: Buffer; expected: boolean }[] = [
    { title: 'a program for this machine', content: program, expected: true },
    {
      title: 'a program for another machine',
      content: altered(header => header.writeUInt16LE(header.readUInt16LE(18) + 1, 18)),
      expected: false,
    },
    { title: 'a 32-bit program', content: altered(header => header.writeUInt8(1, 4)), expected: false },
    { title: 'a big-endian program', content: altered(header => header.writeUInt8(2, 5)), expected: false },
    {
      title: 'a loader that is not there, as of another C library',
      content: altered(header => header.write('/xib', interpreterOf(header), 'latin1')),
      expected: false,
    },
    {
      title: 'program headers beyond the start of the file',
      content: altered(header => header.writeBigUInt64LE(1_000_000n, 32)),
      expected: false,
    },
    { title: 'a file that ends within its header', content: program.subarray(0, 30), expected: false },
    {
      title: 'a file without a single segment to load',
      content: altered(header => header.writeUInt16LE(0, 56)),
      expected: false,
    },
    {
      title: 'an object file',
      content: altered(header => header.writeUInt16LE(1, 16)),
      expected: false,
    },
  ];
  for (const { title, content, expected } of FILES) {
    it(`says ${expected ? 'yes' : 'no'} to ${title}`, () => {
      const path = executable(title.replaceAll(/\W/g, '-'), content);
      expect(isSurelyExecutable(path, SELF)).toBe(expected);
    });
  }
});
