import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../helpers/processes.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** In place of scripts/build.mjs, which takes long. */
const BUILD = "import fs from 'node:fs'; fs.mkdirSync('dist', { recursive: true }); ";
const SUCCEEDS = `${BUILD}fs.rmSync('dist/cli.cjs.map', { force: true }); fs.writeFileSync('dist/cli.cjs', 'built');`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A clone whose files are as old as can be, with what `changed` adds to them now. */
function cloneWith(changed: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-clone-'));
  folders.push(folder);
  for (const file of ['package.json', 'scripts/prepare.mjs']) cpSync(join(ROOT, file), join(folder, file));
  for (const file of ['package.json', 'scripts/prepare.mjs']) utimesSync(join(folder, file), 1, 1);
  for (const [file, text] of Object.entries(changed)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
    if (file === 'scripts/build.mjs') utimesSync(join(folder, file), 1, 1);
  }
  return folder;
}

/** Packs as for a release, without publishing. */
async function pack(changed: Readonly<Record<string, string>>) {
  const folder = cloneWith(changed);
  const { code, stdout, stderr } = await run(['npm', 'pack', '--json'], { cwd: folder });
  const [packed] = code === 0 ? JSON.parse(stdout) : [];
  const cli = join(folder, 'dist/cli.cjs');
  return {
    code,
    stderr,
    files: packed?.files
      .map(({ path }: { path: string }) => path)
      .filter((path: string) => /^dist/.test(path)),
    cli: existsSync(cli) ? readFileSync(cli, 'utf8') : undefined,
    hasTarball: existsSync(join(folder, packed?.filename ?? 'otel-run-0.1.0.tgz')),
  };
}

describe.concurrent('npm pack', () => {
  it('builds in a clone without a build', async () => {
    const packed = await pack({ 'scripts/build.mjs': SUCCEEDS });
    expect(packed).toMatchObject({ code: 0, files: ['dist/cli.cjs'], hasTarball: true });
  });

  it('keeps a build that is newer than its sources', async () => {
    const packed = await pack({ 'scripts/build.mjs': SUCCEEDS, 'dist/cli.cjs': 'newer' });
    expect(packed).toMatchObject({ code: 0, files: ['dist/cli.cjs'], cli: 'newer' });
  });

  it('replaces a build for a debugger', async () => {
    const debugBuild = { 'dist/cli.cjs': 'readable', 'dist/cli.cjs.map': '{}' };
    const packed = await pack({ 'scripts/build.mjs': SUCCEEDS, ...debugBuild });
    expect(packed).toMatchObject({ code: 0, files: ['dist/cli.cjs'], cli: 'built' });
  });

  it('packs nothing if the build fails', async () => {
    const packed = await pack({ 'scripts/build.mjs': `${BUILD}process.exit(1);` });
    expect(packed).toMatchObject({ code: 1, hasTarball: false });
  });
});
