import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { MYSQL_STAND_IN } from '../helpers/mysql-stand-in.ts';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, run } from '../helpers/processes.ts';

// Before Node.js has hooks for `import` without a thread, the thread starts with the first import, not before it.

const QUERY = ".createConnection().query('SELECT 1', () => {})";

const IMPORT = `import('mysql').then(mysql => mysql${QUERY})`;

/** An ES module: only the thread can wrap it. */
const ASK = `import('openai').then(({ OpenAI }) => new OpenAI({ apiKey: 'none', baseURL: 'http://127.0.0.1:1', maxRetries: 0 })
  .chat.completions.create({ model: 'small', messages: [] }).catch(() => {}))`;

/** What an application may have changed until it imports. */
const CHANGED = `
  process.chdir('/');
  process.env = { PATH: process.env.PATH };
  globalThis.URL = class { constructor() { throw new Error('replaced'); } };
  Error.prepareStackTrace = (error, sites) => sites.length;
  Error.stackTraceLimit = 0;
  require('node:fs').closeSync(0);`;

/** Files that rows share. */
const FILES: Readonly<Record<string, string>> = {
  'node_modules/mysql/package.json': JSON.stringify({
    name: 'mysql',
    version: MYSQL_STAND_IN.version,
    main: 'index.js',
  }),
  'node_modules/mysql/index.js': MYSQL_STAND_IN.source,
  'node_modules/leaf/package.json': '{ "name": "leaf", "type": "module", "exports": "./index.js" }',
  'node_modules/leaf/index.js':
    "import path from 'node:path'; import inner from './inner.js'; export { inner };",
  'node_modules/leaf/inner.js': "export default 'import';",
  'node_modules/deep/package.json': '{ "name": "deep", "type": "module", "exports": "./index.js" }',
  'node_modules/deep/index.js': "export { load } from './inner.js';",
  'node_modules/deep/inner.js': "export const load = () => import /* later */ ('mysql');",
  'esm/package.json': '{ "type": "module" }',
  'commonjs/package.json': '{ "type": "commonjs" }',
  'plain-preload.cjs': '',
  'main-only.cjs': "if (!require('node:worker_threads').isMainThread) throw new Error('not here');",
  'imports.cjs': `${IMPORT};`,
  'plain.cjs': `require('mysql')${QUERY}; if (process.env.NEVER) import('mysql');`,
};

interface Row {
  readonly title: string;
  readonly source?: string;
  readonly file?: string;
  readonly argv?: readonly string[];
  /** NODE_OPTIONS in front of otel-run. */
  readonly before?: string;
  /** How many threads there are more than bare on Node.js 20; one by default. */
  readonly threads?: number;
  /** Spans of calls; one by default. */
  readonly spans?: number;
  readonly needs?: (node: Node) => boolean;
}

const COMMON_JS: readonly Row[] = [
  { title: 'only requires', source: `require('mysql')${QUERY};` },
  { title: 'has a type', file: 'commonjs/app.js', source: `require('mysql')${QUERY};` },
  { title: 'has an ambiguous name', file: 'app.js', source: `require('mysql')${QUERY};` },
  { title: 'contains an import that never runs', source: FILES['plain.cjs'] ?? '' },
  { title: 'contains the words', source: `/* import('mysql') */ require('mysql')${QUERY}; 'import(x)';` },
  { title: 'requires an ES module', source: `require('leaf'); require('mysql')${QUERY};` },
  { title: 'has preloads', argv: ['--require', './plain.cjs'], source: '' },
  {
    title: 'has source maps',
    argv: ['--enable-source-maps'],
    source: `require('mysql')${QUERY};\n//# sourceMappingURL=data:application/json,{"version":3,"sources":["a.ts"],"mappings":""}`,
  },
  {
    title: 'asks for what the watch is in',
    source: `require('mysql')${QUERY}; const { posix } = require('path'); const { pathToFileURL } = require('url');
      console.log(posix === require('path'), { ...require('path') }.posix === posix, pathToFileURL('/a/b.js').href);`,
  },
  {
    title: 'has a worker thread that only requires',
    source: `new (require('worker_threads').Worker)(__dirname + '/plain.cjs').on('exit', () => {});`,
  },
].map(row => ({ ...row, threads: 0 }));

const IMPORTING: readonly Row[] = [
  { title: 'is an ES module', file: 'app.mjs', source: `import mysql from 'mysql'; mysql${QUERY};` },
  { title: 'is one by its type', file: 'esm/app.js', source: `import mysql from 'mysql'; mysql${QUERY};` },
  { title: 'is one by its syntax', file: 'app.js', source: `import mysql from 'mysql'; mysql${QUERY};` },
  {
    title: 'is one by the default type',
    file: 'app.js',
    argv: ['--experimental-default-type=module'],
    source: `import mysql from 'mysql'; mysql${QUERY};`,
    needs: node => !isAtLeast(node, 24),
  },
  { title: 'imports', source: IMPORT },
  { title: 'imports an ES module', source: ASK },
  { title: 'imports after it has required', source: `require('mysql').createPool(); ${IMPORT}` },
  { title: 'imports after it has imported', source: `import('node:fs').then(() => ${IMPORT})` },
  { title: 'imports twice at once', source: `import('node:fs'); ${IMPORT}` },
  { title: 'imports later', source: `setTimeout(() => ${IMPORT}, 50)` },
  { title: 'imports in a file that it requires', source: "require('./imports.cjs')" },
  { title: 'imports in evaluated code', source: `eval(${JSON.stringify(IMPORT)})` },
  {
    title: 'imports in code that is put together',
    source: `new Function('name', 'return imp' + 'ort(name)')('mysql').then(mysql => mysql${QUERY})`,
  },
  {
    title: 'imports in a script that is no file',
    source: `const { constants, Script } = require('vm');
      const options = { filename: 'file://' + __filename, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER };
      new Script("import('mysql')", options).runInThisContext().then(mysql => mysql${QUERY});`,
  },
  {
    title: 'requires an ES module that imports',
    source: `require('deep').load().then(mysql => mysql${QUERY})`,
  },
  { title: 'imports in a preload', argv: ['--require', './imports.cjs'], source: '' },
  { title: 'has a preload of --import', argv: ['--import', './imports.cjs'], source: '' },
  {
    title: 'has a preload before otel-run',
    before: '--require ./plain-preload.cjs',
    source: `process.chdir('/'); ${IMPORT}`,
  },
  {
    title: 'has preloads for the main thread alone',
    argv: ['--require', './main-only.cjs'],
    source: `process.chdir('/'); ${IMPORT}`,
  },
  {
    title: 'has permissions',
    argv: ['--no-warnings', '--experimental-permission', '--allow-worker', '--allow-fs-read=*'],
    source: IMPORT,
    needs: node => !isAtLeast(node, 24),
  },
  {
    title: 'registers hooks',
    threads: 0,
    source: `require('module').register('data:text/javascript,export{}'); ${IMPORT}`,
  },
  {
    title: 'has changed what it can',
    argv: ['--require', './main-only.cjs'],
    source: `${CHANGED} ${IMPORT}`,
  },
  {
    title: 'replaces what is watched',
    source: `const path = require('path'); const { posix } = path; path.posix = posix; ${IMPORT}`,
  },
  {
    title: 'reads what is watched all the time',
    source: `const path = require('path'); for (let i = 0; i < 2000; i++) path.posix; require('mysql')${QUERY};`,
  },
  { title: 'is evaluated', argv: ['-e', IMPORT] },
  { title: 'is printed', argv: ['-p', `void ${IMPORT}`] },
  { title: 'is evaluated as an ES module', argv: ['--input-type=module', '-e', IMPORT] },
  {
    title: 'has a worker thread that imports',
    source: "new (require('worker_threads').Worker)(__dirname + '/imports.cjs')",
  },
  {
    title: 'has an evaluated worker thread that imports',
    source: `new (require('worker_threads').Worker)(${JSON.stringify(IMPORT)}, { eval: true })`,
  },
];

/**
 * Prints the number of threads at the end of a thread of the application, one of the pool included: the other ones start
 * when they are needed.
 */
const COUNT = `
  const { isMainThread, parentPort } = require('node:worker_threads');
  const { readdirSync, stat, writeSync } = require('node:fs');
  const count = () => writeSync(1, 'threads: ' + readdirSync('/proc/self/task').length + '\\n');
  if (isMainThread || parentPort) process.once('beforeExit', () => stat('/', count));`;

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-hooks-thread-'));
  for (const [file, source] of Object.entries({ ...FILES, 'count.cjs': COUNT })) write(file, source);
  const openai = new URL('../../node_modules/openai', import.meta.url).pathname;
  symlinkSync(openai, join(folder, 'node_modules/openai'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await collector.close();
});

function write(file: string, source: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), source);
}

const HAS_SYNC_HOOKS = /^(?:22\.(?:2[3-9]|[3-9])|24\.(?:1[2-9]|[2-9]\d)|2[5-9])\./;

const THREADS = /threads: (\d+)\n/g;

for (const node of nodes()) {
  const rows = [...COMMON_JS, ...IMPORTING].filter(({ needs }) => needs === undefined || needs(node));
  describe.concurrent(`Node.js ${node.version}, an application that`, () => {
    it.each(rows)(
      '$title',
      async ({ title, source, file, argv = [], before = '', threads = 1, spans = 1 }) => {
        const service = `${node.version} ${title}`;
        const place = file ?? 'app.cjs';
        const name = `${service.replaceAll(/\W+/g, '-')}-${place.replaceAll('/', '-')}`;
        const program = source === undefined ? [] : [join(dirname(place), name)];
        if (source !== undefined) write(program[0] ?? '', source);
        const command = [node.path, '--require', './count.cjs', ...argv, ...program];
        const env = { UV_THREADPOOL_SIZE: '1', NODE_OPTIONS: before };
        const settings = preloaded({ ...collector.environment(service), OTEL_RUN_DELIVERY_THREAD: 'false' });
        const ours = { ...env, ...settings, NODE_OPTIONS: `${before} ${settings.NODE_OPTIONS}` };

        const bare = await run(command, { cwd: folder, env });
        const ended = await run(command, { cwd: folder, env: ours });

        expect(bare.code, bare.stderr).toBe(0);
        expect(withoutCount(ended)).toEqual(withoutCount(bare));
        const got = await collector.waitFor(service, ({ spans: all }) => calls(all).length >= spans);
        expect(calls(got.spans)).toHaveLength(spans);
        if (!isAtLeast(node, 22)) expect(mostThreads(ended) - mostThreads(bare)).toBe(threads);
      },
    );
  });
}

/** What Node.js prints once, and otel-run in front of or behind it: the thread could not work. */
const FROZEN =
  'otel-run: ES modules are not instrumented: Node.js freezes what module hooks need (--frozen-intrinsics)\n';

for (const node of nodes().filter(candidate => !HAS_SYNC_HOOKS.test(candidate.version))) {
  it(`Node.js ${node.version}, under --frozen-intrinsics, warns once`, async () => {
    write('frozen.cjs', "import('mysql').then(mysql => console.log(typeof mysql));");
    const command = [node.path, '--frozen-intrinsics', 'frozen.cjs'];
    const settings = preloaded({ OTEL_SERVICE_NAME: 'frozen', OTEL_TRACES_EXPORTER: 'none' });

    const bare = await run(command, { cwd: folder });
    const ended = await run(command, { cwd: folder, env: settings });

    expect(ended.stderr).toContain(FROZEN);
    const own = { ...ended, stderr: ended.stderr.replace(FROZEN, '') };
    expect(withoutCount(own)).toEqual(withoutCount(bare));
  });
}

function mostThreads({ stdout }: Ended): number {
  return Math.max(...[...stdout.matchAll(THREADS)].map(([, count]) => Number(count)));
}

function withoutCount(ended: Ended): object {
  const stderr = ended.stderr.replaceAll(/\(node:\d+\)/g, '(node)');
  return { ...ended, stdout: ended.stdout.replace(THREADS, ''), stderr };
}

/** Spans of a library's calls, without those of the requests below them. */
function calls<Span extends { readonly name: string }>(all: readonly Span[]): readonly Span[] {
  return all.filter(({ name }) => !/^(?:GET|POST)/.test(name));
}
