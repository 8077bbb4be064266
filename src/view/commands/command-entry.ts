import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { hideSecrets } from '../../checks/secret-patterns.ts';
import type { Ending } from '../../launch/spawn.ts';
import { serviceFromFolder } from '../../shared/service-from-folder.ts';
import type { ViewCommand } from '../model/status.ts';
import { commitOf } from './commit.ts';

/** A command that starts now, as shown on the page. */
export function startEntry(
  argv: readonly string[],
  folder: string,
  service: string | undefined,
): ViewCommand {
  return {
    id: randomBytes(6).toString('hex'),
    argv: argv.map(hideSecrets),
    folderName: basename(folder) || folder,
    folder,
    service: service ?? serviceFromFolder(folder, readText),
    startTimeMs: Date.now(),
    ended: null,
    commit: commitOf(folder),
  };
}

/** The same command after its end. */
export function endEntry(entry: ViewCommand, ending: Exclude<Ending, { kind: 'not-started' }>): ViewCommand {
  const { code, signal } = ending.kind === 'exit' ? { ...ending, signal: null } : { ...ending, code: null };
  return { ...entry, ended: { timeMs: Date.now(), code, signal } };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
