import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Finds out before the command runs whether a file can be written at the end.
 *
 * @param option the option that names it
 * @param path as given by the user
 * @returns the problem in words; undefined if the file can be written
 */
export function outputProblem(option: string, path: string, folder: string): string | undefined {
  if (path === '') return `${option} has an empty file name. Is the variable behind it set?`;
  const file = resolve(folder, path);
  const parent = dirname(file);
  const found = kindOf(file);
  if (found === 'folder') return `${option} ${path}: this is a folder. Name a file in it.`;
  if (found === 'file')
    return isWritable(file)
      ? undefined
      : `${option} ${path}: the file cannot be written. Name another one, or change its permissions.`;
  const above = kindOf(parent);
  if (above === undefined) return `${option} ${path}: there is no folder ${parent}. Create it first.`;
  if (above === 'file') return `${option} ${path}: ${parent} is not a folder. Name another one.`;
  return isWritable(parent)
    ? undefined
    : `${option} ${path}: ${parent} is not writable. Name another folder, or change its permissions.`;
}

/**
 * Explains why a file could not be read or written.
 *
 * @param option the option that names it
 */
export function fileErrorText(option: string, path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'this is a folder, not a file',
    ENOTDIR: 'a part of its path is not a folder',
    EACCES: 'permission is denied',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
  };
  return `${option} ${path}: ${reasons[code ?? ''] ?? message}`;
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
