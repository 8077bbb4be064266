import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { observe } from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const FOLDER = new URL('../fixtures/bundled/threads', import.meta.url).pathname;

const PRELUDE = `import { createRequire as $createRequire } from 'node:module';
var require = $createRequire(import.meta.url);`;

let collector: Collector;
let outdir = '';
beforeAll(async () => {
  collector = await startCollector();
  outdir = mkdtempSync(join(tmpdir(), 'otel-run-threads-'));
});
afterAll(async () => {
  rmSync(outdir, { recursive: true });
  await collector.close();
});

it('is seen in a thread whose file is an entry of the same build', async () => {
  const { default: otelRun } = await import(pathToFileURL(join(PACKAGE_FOLDER, 'dist/esbuild.js')).href);
  await build({
    entryPoints: ['main.mjs', 'worker.mjs'],
    absWorkingDir: FOLDER,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    banner: { js: PRELUDE },
    plugins: [otelRun()],
  });
  const { execPath } = process;
  const file = join(outdir, 'main.mjs');

  const [twin, bundled, bare] = await Promise.all([
    observe(join(FOLDER, 'main.mjs'), execPath, collector, 'twin'),
    observe(file, execPath, collector, 'bundled'),
    run([execPath, file]),
  ]);

  expect(twin.telemetry.join('\n')).toContain('GET /orders/:id');
  expect(twin.telemetry).toHaveLength(4);
  expect(bundled.telemetry).toEqual(twin.telemetry);
  expect(bare).toEqual(twin.ended);
  expect(bundled.ended).toEqual(twin.ended);
});
