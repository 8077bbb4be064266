import { readBuiltFile } from '../foundation/parts.ts';

let files: ReadonlySet<string> | undefined;

/**
 * Files inside packages that something waits for, as `package/path`: see
 * `scripts/build/announced-modules.mjs`.
 */
export function awaitedFiles(): ReadonlySet<string> {
  files ??= new Set(JSON.parse(readBuiltFile('awaited-files.json')));
  return files;
}
