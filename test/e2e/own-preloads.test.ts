import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** Preloads of the application, some of which are not allowed in any other thread. */
const FILES: Readonly<Record<string, string>> = {
  'print.cjs': "console.log('preloaded');",
  'print.mjs': "console.log('preloaded');",
  'umask.cjs': "process.umask(0o22); process.chdir(__dirname); console.log('preloaded');",
  'main-only.cjs': "if (!require('node:worker_threads').isMainThread) throw new Error('not here');",
  'package.mjs': "console.log('another file');",
  'app.mjs': "import http from 'node:http'; import './package.mjs'; console.log(typeof http.get);",
  'nowhere.cjs': `const folder = require('fs').mkdtempSync(__dirname + '/gone-'); process.chdir(folder);
    require('fs').rmdirSync(folder); import('node:http').then(({ get }) => console.log(typeof get));`,
  'app.cjs': "import('node:http').then(({ get }) => console.log(typeof get));",
};

const ROWS = [
  { title: 'a file of --require', flags: ['--require', './print.cjs'], options: '' },
  { title: 'a file that sets up the process', flags: ['-r', './umask.cjs'], options: '' },
  { title: 'a file for the main thread alone', flags: ['-r', './main-only.cjs'], options: '' },
  {
    title: 'several files',
    flags: ['-r', './umask.cjs', '-r', './print.cjs', '-r', './print.cjs'],
    options: '',
  },
  { title: 'a file of NODE_OPTIONS', flags: [], options: '--require ./umask.cjs' },
  { title: 'a file of --import', flags: ['--import', './print.mjs'], options: '' },
  { title: 'files of both kinds', flags: ['--import', './print.mjs', '-r', './umask.cjs'], options: '' },
];

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'otel-run-preloads-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

for (const node of nodes()) {
  describe.concurrent(`preloads of the application, Node.js ${node.version}`, () => {
    it.each(ROWS.flatMap(row => ['app.mjs', 'app.cjs'].map(app => ({ ...row, app }))))(
      'run as often as without otel-run: $title, $app',
      async ({ flags, options, app }) => {
        const argv = [node.path, ...flags, app];
        const { NODE_OPTIONS, ...env } = preloaded({
          OTEL_SERVICE_NAME: 'own',
          OTEL_TRACES_EXPORTER: 'none',
        });

        const [bare, instrumented] = await Promise.all([
          run(argv, { cwd, env: { NODE_OPTIONS: options } }),
          run(argv, { cwd, env: { ...env, NODE_OPTIONS: `${NODE_OPTIONS} ${options}` } }),
        ]);

        expect(bare.code, bare.stderr).toBe(0);
        expect(instrumented).toEqual(bare);
      },
    );

    // Where hooks need a thread: it would end while it starts, and the import would wait for it for ever.
    it('do not keep an application from importing where its working directory was removed', async () => {
      const env = preloaded({
        OTEL_SERVICE_NAME: 'own',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_LOG_LEVEL: 'none',
      });

      expect(await run([node.path, 'nowhere.cjs'], { cwd, env })).toMatchObject({
        code: 0,
        stdout: 'function\n',
        stderr: '',
      });
    });
  });
}
