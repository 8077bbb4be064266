import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';

/** The kernel reads this much of a file to detect its format (Linux BINPRM_BUF_SIZE). */
const SHEBANG_LIMIT = 256;

/** The kernel follows interpreters that are themselves scripts this many times (Linux, fs/exec.c). */
const INTERPRETER_DEPTH = 4;

/** Enough for the headers of an executable and the path of its loader. */
const HEADER_SIZE = 4096;

/** ELF file types that can be executed, and the program header type of the path of the loader. */
const EXECUTABLE_TYPES: readonly number[] = [2, 3];
const LOADER_PATH = 3;

/** Field positions in the header of a 64-bit little-endian ELF file and in its program headers. */
const ELF = { type: 16, tableOffset: 32, entrySize: 54, entryCount: 56, fileOffset: 8, fileSize: 32 };

/**
 * Whether the kernel can certainly execute a file: a program for this machine whose loader exists, or
 * a `#!` script whose interpreter passes the same test. Called before `process.execve`, which ends
 * the process if the kernel refuses.
 *
 * @param self a program that is known to run here: `process.execPath`
 */
export function isSurelyExecutable(path: string, self: string, depth = 0): boolean {
  try {
    const header = readStart(path);
    if (header.subarray(0, 2).toString('latin1') === '#!') return hasInterpreter(header, self, depth);
    return isProgramForThisMachine(header, readStart(self));
  } catch {
    return false;
  }
}

/**
 * Only spaces and tabs end the path. A carriage return is part of it, and such an interpreter does not exist.
 */
function hasInterpreter(header: Buffer, self: string, depth: number): boolean {
  const line = header.subarray(0, SHEBANG_LIMIT).toString('latin1');
  const interpreter = /^#![ \t]*([^ \t\n\0]+)[^\n]*\n/.exec(line)?.[1];
  if (!interpreter?.startsWith('/') || depth >= INTERPRETER_DEPTH) return false;
  accessSync(interpreter, constants.X_OK);
  return isSurelyExecutable(interpreter, self, depth + 1);
}

/**
 * Compares the machine type with a program that runs here: ELF class, data and machine, or Mach-O CPU type.
 */
function isProgramForThisMachine(header: Buffer, self: Buffer): boolean {
  const isElf = header.subarray(0, 4).toString('latin1') === '\x7fELF';
  if (!isElf) return isMachO(header) && header.subarray(0, 8).equals(self.subarray(0, 8));
  const sameMachine =
    header.subarray(4, 6).equals(self.subarray(4, 6)) &&
    header.subarray(18, 20).equals(self.subarray(18, 20));
  return sameMachine && hasLoader(header);
}

/** 64-bit Mach-O, little endian; a universal file is left to the slower path. */
function isMachO(header: Buffer): boolean {
  return header.readUInt32LE(0) === 0xfeedfacf;
}

/**
 * A program built for another C library names a loader that does not exist.
 * The kernel then reports "not found".
 */
function hasLoader(header: Buffer): boolean {
  const isLittleEndian64 = header[4] === 2 && header[5] === 1;
  if (!isLittleEndian64 || !EXECUTABLE_TYPES.includes(header.readUInt16LE(ELF.type))) return false;
  const table = Number(header.readBigUInt64LE(ELF.tableOffset));
  const size = header.readUInt16LE(ELF.entrySize);
  const count = header.readUInt16LE(ELF.entryCount);
  for (let index = 0; index < count; index++) {
    const entry = table + index * size;
    if (header.readUInt32LE(entry) !== LOADER_PATH) continue;
    const start = Number(header.readBigUInt64LE(entry + ELF.fileOffset));
    const length = Number(header.readBigUInt64LE(entry + ELF.fileSize));
    accessSync(header.subarray(start, start + length - 1).toString('utf8'), constants.X_OK);
    return true;
  }
  return count > 0;
}

function readStart(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(HEADER_SIZE);
    return buffer.subarray(0, Math.max(readSync(file, buffer, 0, HEADER_SIZE, 0), 20));
  } finally {
    closeSync(file);
  }
}
