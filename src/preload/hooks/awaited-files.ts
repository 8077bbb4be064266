import { dirname, join } from 'node:path';
import { readFileSync } from '../foundation/intrinsics.ts';
import { partPath } from '../foundation/parts.ts';

let files: ReadonlySet<string> | undefined;

/** Files inside of packages that something waits for, as `package/path`: see `scripts/build/announced-modules.mjs`. */
export function awaitedFiles(): ReadonlySet<string> {
  files ??= new Set(JSON.parse(readFileSync(join(dirname(partPath('main')), 'awaited-files.json'), 'utf8')));
  return files;
}
