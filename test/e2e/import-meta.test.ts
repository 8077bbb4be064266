import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const PROGRAM = `const urls = ['openai', 'node:http', './program.mjs'].map(name => import.meta.resolve(name));
  console.log(urls.join(), (await import(urls[0])).ask());`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-import-meta-'));
  const place = join(folder, 'node_modules', 'openai');
  mkdirSync(place, { recursive: true });
  const manifest = { name: 'openai', version: '6.1.0', type: 'module', exports: './index.js' };
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(place, 'index.js'), "export const ask = () => 'asked';");
  writeFileSync(join(folder, 'program.mjs'), PROGRAM);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where module hooks run in the thread of the application: elsewhere they cannot tell it from an import. */
const HOOKED = nodes().filter(
  node => isAtLeast(node, 24, 11) || (isAtLeast(node, 22, 22) && !isAtLeast(node, 23)),
);

describe.skipIf(HOOKED.length === 0)('import.meta.resolve', () => {
  it.each(HOOKED)('gives the URL of the module itself (Node.js $version)', async ({ path: node }) => {
    const argv = [node, 'program.mjs'];
    const env = preloaded({ OTEL_SERVICE_NAME: 'resolved', OTEL_TRACES_EXPORTER: 'none' });

    const bare = await run(argv, { cwd: folder });
    const instrumented = await run(argv, { cwd: folder, env });

    expect(bare).toMatchObject({ code: 0, stdout: expect.stringContaining('asked') });
    expect(instrumented.stdout).toBe(bare.stdout);
  });
});
