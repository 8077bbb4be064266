import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOfPool } from '../../../../src/preload/libraries/work/pool-file.ts';

const PACKAGES = new URL('../../../../node_modules', import.meta.url).pathname;

const OWN_FILES = [
  'piscina/dist/worker.js',
  'tinypool/dist/entry/worker.js',
  'tinypool/dist/entry/process.js',
  'workerpool/src/worker.js',
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-pool-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Bundles a file by the name that pools look for. */
async function bundled(entry: string): Promise<string> {
  const outfile = join(folder, 'worker.js');
  await build({
    ...{ entryPoints: [entry], outfile, bundle: true, minify: true, platform: 'node', format: 'esm' },
    external: ['@napi-rs/nice'],
  });
  return outfile;
}

describe('the file of a pool', () => {
  it.each(OWN_FILES)('is known in its package and in a bundle: %s', async file => {
    expect(isOfPool(join(PACKAGES, file))).toBe(true);
    expect(isOfPool(await bundled(join(PACKAGES, file)))).toBe(true);
  });

  // That of workerpool contains its file.
  it.each(['piscina', 'tinypool'])('is not an application with %s in it', async pool => {
    const entry = createRequire(import.meta.url).resolve(pool);

    expect(isOfPool(await bundled(entry))).toBe(false);
  });

  it('is not an own one of the same name, nor one that is not there', () => {
    const file = join(folder, 'process.js');
    writeFileSync(file, "throw new Error('No handler function ');");

    expect(isOfPool(file)).toBe(false);
    expect(isOfPool(join(folder, 'entry/worker.js'))).toBe(false);
    expect(isOfPool(undefined)).toBe(false);
  });
});
