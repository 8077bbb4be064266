import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

// Where a hook gives CommonJS its source, or Node.js strips the types off it, some versions ask the hooks for what it
// requires as if it were imported.

const WITH_SOURCE = `
  const loaded = LOAD(url, context);
  return url.startsWith('file:') && !url.includes('node_modules') && loaded.format === 'commonjs'
    ? { ...loaded, source: readFileSync(new URL(url.replace(/[?].*/, ''))) } : loaded;`;

const READ = "import { readFileSync } from 'node:fs';";

const LOADER = `${READ}
  export async function load(url, context, next) {${WITH_SOURCE.replace('LOAD', 'await next')}}`;

const FILES: Readonly<Record<string, string>> = {
  'loader.mjs': LOADER,
  'register.mjs': "import { register } from 'node:module'; register('./loader.mjs', import.meta.url);",
  'register-twice.mjs': `import { register } from 'node:module';
    for (const file of ['./loader.mjs?1', './loader.mjs?2']) register(file, import.meta.url);`,
  'register-sync.mjs': `import { registerHooks } from 'node:module'; ${READ}
    registerHooks({ load(url, context, next) {${WITH_SOURCE.replace('LOAD', 'next')}} });`,
  'load-hook.mjs': `import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => next(url, context) });`,
  'app.mjs': "import { work } from './work.cjs'; work();",
  'later.mjs': "import mysql from 'mysql'; import { work } from './work.cjs'; work(); mysql.createPool();",
  'typed.mjs': "import { work } from './work.cts'; work();",
  'typed-later.mjs': "import 'mysql'; const { work } = await import('./work.cts'); work();",
};

const WORK = `
  const http = require('http');
  const { request } = require('node:https');
  const Emitter = require('events');
  const mysql = require('mysql');
  http.added = true;
  class Own extends Emitter {}
  exports.work = () => {
    console.log(typeof request, typeof new Own().on, mysql.createPool(), http.added);
    http.get('http://127.0.0.1:1').on('error', () => {});
  };`;

interface Row {
  readonly title: string;
  readonly flags: readonly string[];
  readonly options?: string;
  readonly apps?: readonly string[];
  readonly needs?: (node: Node) => boolean;
}

const hasSyncHooks = (node: Node) => isAtLeast(node, 22, 15);

const ROWS: readonly Row[] = [
  { title: 'module.register', flags: ['--import', './register.mjs'] },
  { title: 'module.register, twice', flags: ['--import', './register-twice.mjs'] },
  { title: 'module.registerHooks', flags: ['--import', './register-sync.mjs'], needs: hasSyncHooks },
  { title: 'a load hook that changes nothing', flags: ['--import', './load-hook.mjs'], needs: hasSyncHooks },
  { title: '--experimental-loader', flags: ['--experimental-loader', './loader.mjs'] },
  { title: 'a loader in NODE_OPTIONS', flags: [], options: '--experimental-loader ./loader.mjs' },
  {
    title: '--experimental-default-type=module',
    flags: ['--experimental-default-type=module'],
    needs: node => !isAtLeast(node, 24),
  },
  {
    title: 'types that Node.js strips',
    flags: ['--experimental-strip-types'],
    apps: ['typed.mjs', 'typed-later.mjs', 'work.cts'],
    needs: node => isAtLeast(node, 22, 15) && !isAtLeast(node, 26),
  },
];

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-required-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  for (const name of ['work.cjs', 'work.cts']) writeFileSync(join(folder, name), WORK);
  const mysql = join(folder, 'node_modules', 'mysql');
  mkdirSync(mysql, { recursive: true });
  writeFileSync(join(mysql, 'package.json'), '{ "name": "mysql", "version": "2.18.1", "main": "index.js" }');
  writeFileSync(
    join(mysql, 'index.js'),
    "exports.createConnection = () => 'real'; exports.createPool = () => 'real';",
  );
});
afterAll(async () => {
  await collector.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const node of nodes()) {
  const rows = ROWS.filter(({ needs }) => needs === undefined || needs(node)).flatMap(row =>
    (row.apps ?? ['app.mjs', 'later.mjs']).map(app => ({ ...row, app })),
  );
  describe.concurrent(`Node.js ${node.version}, what CommonJS requires beside`, () => {
    it.each(rows)('$title, $app, is as bare', async ({ title, flags, options = '', app }) => {
      const service = `required ${title} ${app} ${node.version}`;
      const argv = [node.path, '--no-warnings', ...flags, app];
      const { NODE_OPTIONS, ...env } = preloaded({
        ...collector.environment(service),
        OTEL_LOG_LEVEL: 'error',
      });

      const [bare, instrumented] = await Promise.all([
        run(argv, { cwd: folder, env: { NODE_OPTIONS: options } }),
        run(argv, { cwd: folder, env: { ...env, NODE_OPTIONS: `${NODE_OPTIONS} ${options}` } }),
      ]);

      expect(bare.code, bare.stderr).toBe(0);
      expect(instrumented).toEqual(bare);
      if (app === 'work.cts') return;
      const { spans } = await collector.waitFor(service, got => got.spans.length > 0);
      expect(spans.map(({ name }) => name)).toEqual(['GET']);
    });
  });
}
