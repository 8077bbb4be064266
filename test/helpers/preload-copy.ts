import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What of the package a platform drops into a container. */
const PARTS = ['preload.cjs', 'preload'];

/** Copies the preload alone to a folder that nobody may write to, with no `node_modules` above it. */
export function copyPreload(dist: string): { readonly folder: string; readonly remove: () => void } {
  const folder = join(mkdtempSync(join(tmpdir(), 'otel-run-dropped-in-')), 'a folder');
  for (const part of PARTS) cpSync(join(dist, part), join(folder, part), { recursive: true });
  changeMode(folder, 'a-w');
  return {
    folder,
    remove() {
      changeMode(folder, 'u+w');
      rmSync(dirname(folder), { recursive: true, force: true });
    },
  };
}

function changeMode(folder: string, mode: string): void {
  execFileSync('chmod', ['-R', mode, folder]);
}
