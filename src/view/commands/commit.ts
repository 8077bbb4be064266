import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ViewCommand } from '../model/status.ts';

/** The commit that is checked out at or above a folder; null outside of a repository. Read without Git. */
export function commitOf(folder: string): ViewCommand['commit'] {
  const repository = findRepository(folder);
  if (repository === undefined) return null;
  const head = readText(join(repository, 'HEAD')).trim();
  const [, reference] = /^ref: (.+)$/.exec(head) ?? [];
  if (reference === undefined) return isHash(head) ? { hash: head, branch: null } : null;
  const hash = hashOf(repository, reference);
  return hash === undefined ? null : { hash, branch: reference.replace(/^refs\/heads\//, '') };
}

function findRepository(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, '.git');
    const kind = statSync(path, { throwIfNoEntry: false });
    if (kind?.isDirectory()) return path;
    // A worktree and a submodule have a file that says where.
    const [, elsewhere] = kind?.isFile() ? (/^gitdir: (.+)$/m.exec(readText(path)) ?? []) : [];
    if (elsewhere !== undefined) return resolve(folder, elsewhere);
    if (dirname(folder) === folder) return undefined;
  }
}

function hashOf(repository: string, reference: string): string | undefined {
  const common = readText(join(repository, 'commondir')).trim();
  const folders = [repository, ...(common ? [resolve(repository, common)] : [])];
  for (const folder of folders) {
    const loose = readText(join(folder, reference)).trim();
    if (isHash(loose)) return loose;
    const packed = readText(join(folder, 'packed-refs')).split('\n');
    const line = packed.find(candidate => candidate.endsWith(` ${reference}`));
    if (line) return line.slice(0, line.indexOf(' '));
  }
  return undefined;
}

function isHash(text: string): boolean {
  return /^[\da-f]{40,64}$/.test(text);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
