import { accessSync, constants, statSync } from 'node:fs';
import { delimiter } from 'node:path';

/** Where a command is, or why it cannot be run, in the terms of a shell's exit codes 127 and 126. */
export type FoundExecutable =
  | { readonly status: 'found'; readonly path: string }
  | { readonly status: 'not-found' }
  /** The reason is an error code of the system, or one of `NOT_FILES`. */
  | { readonly status: 'not-executable'; readonly path: string; readonly reason: string };

/** Reasons that concern what is not a file: a folder in the PATH that is named like a command is passed over. */
const NOT_FILES = ['folder', 'special-file'];

/** `env`'s default for a process without PATH (glibc's `_CS_PATH`, with the working directory left out). */
const DEFAULT_PATH = '/bin:/usr/bin';

/**
 * Looks a command up as `execvp` does: a name with a slash is a path, any other is looked for in the folders of
 * PATH, where an empty entry is the working directory and a file that may not be executed is passed over for the
 * next, but remembered. For POSIX systems; Windows has rules of its own, which execa knows.
 */
export function findExecutable(command: string, path: string | undefined): FoundExecutable {
  if (command === '') return { status: 'not-found' };
  if (command.includes('/')) return judge(command);
  let refused: FoundExecutable | undefined;
  for (const folder of (path ?? DEFAULT_PATH).split(delimiter)) {
    const result = judge(`${folder || '.'}/${command}`);
    if (result.status === 'found') return result;
    if (result.status === 'not-executable' && !NOT_FILES.includes(result.reason)) refused ??= result;
  }
  return refused ?? { status: 'not-found' };
}

function judge(path: string): FoundExecutable {
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
