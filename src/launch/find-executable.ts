import { accessSync, constants, statSync } from 'node:fs';
import { delimiter } from 'node:path';

/** The location of a command, or why it cannot be run, in terms of a shell's exit codes 127 and 126. */
export type FoundExecutable =
  | { readonly status: 'found'; readonly path: string }
  | { readonly status: 'not-found' }
  /** The reason is an error code of the system, or one of `NOT_FILES`. */
  | { readonly status: 'not-executable'; readonly path: string; readonly reason: string };

/** Reasons for what is not a regular file: a folder in the PATH with the name of a command is skipped. */
const NOT_FILES = ['folder', 'special-file'];

/** `env`'s default for a process without PATH (glibc's `_CS_PATH`, with the working directory left out). */
const DEFAULT_PATH = '/bin:/usr/bin';

/**
 * Looks up a command as `execvp` does. A name with a slash is a path; any other name is searched in the
 * folders of PATH. An empty entry in PATH is the working directory, and a file that is not executable is
 * skipped but remembered. For POSIX systems; Windows has its own rules, which execa knows.
 */
export function findExecutable(command: string, path: string | undefined): FoundExecutable {
  if (command === '') return { status: 'not-found' };
  if (command.includes('/')) return examineFile(command);
  let refused: FoundExecutable | undefined;
  for (const folder of (path ?? DEFAULT_PATH).split(delimiter)) {
    const result = examineFile(`${folder || '.'}/${command}`);
    if (result.status === 'found') return result;
    if (result.status === 'not-executable' && !NOT_FILES.includes(result.reason)) refused ??= result;
  }
  return refused ?? { status: 'not-found' };
}

function examineFile(path: string): FoundExecutable {
  try {
    const status = statSync(path);
    if (status.isDirectory()) return { status: 'not-executable', path, reason: 'folder' };
    if (!status.isFile()) return { status: 'not-executable', path, reason: 'special-file' };
    accessSync(path, constants.X_OK);
    return { status: 'found', path };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { status: 'not-found' };
    return { status: 'not-executable', path, reason: String(code) };
  }
}
