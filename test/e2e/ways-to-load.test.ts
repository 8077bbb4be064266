import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { MYSQL_STAND_IN } from '../helpers/mysql-stand-in.ts';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-ways-'));
  for (const [name, { version, source }] of Object.entries(PACKAGES))
    writePackage(name, name, version, source);
  writePackage('database', 'mysql', PACKAGES.mysql.version, PACKAGES.mysql.source);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(APPLICATION));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await collector.close();
});

function writePackage(as: string, name: string, version: string, source: string): void {
  const place = join(folder, 'node_modules', as);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
  writeFileSync(join(place, 'index.js'), source);
}

const APPLICATION = {
  private: true,
  imports: { '#mysql': 'mysql', '#database': 'database' },
  dependencies: { database: 'npm:mysql@2.18.1' },
};

/** Packages in the shape that their instrumentations know, and nothing behind it. */
const PACKAGES = {
  'loads-http': { version: '1.0.0', source: "require('http'); require('node:http');" },
  memcached: {
    version: '2.2.2',
    source: `
      function Memcached() { this.servers = ['memcached.test:11211']; }
      Memcached.prototype.command = function (compile) { const query = compile(); query.callback(null, 'value'); };
      Memcached.prototype.get = function (key, callback) {
        this.command(() => ({ key, type: 'get', command: 'get ' + key, callback }));
      };
      module.exports = Memcached;`,
  },
  mysql: MYSQL_STAND_IN,
};

const GET = "('http://127.0.0.1:1').on('error', () => {});";

interface Way {
  readonly way: string;
  readonly file: 'app.cjs' | 'app.mjs';
  readonly source: string;
  readonly flag?: string;
}

const BUILT_IN: readonly Way[] = [
  { way: 'import default', file: 'app.mjs', source: `import http from 'node:http'; http.get${GET}` },
  { way: 'import of a name', file: 'app.mjs', source: `import { get } from 'node:http'; get${GET}` },
  { way: 'import of a name without node:', file: 'app.mjs', source: `import { get } from 'http'; get${GET}` },
  { way: 'import of all names', file: 'app.mjs', source: `import * as http from 'http'; http.get${GET}` },
  {
    way: 'import of a name behind a package that requires it',
    file: 'app.mjs',
    source: `import 'loads-http'; import { get } from 'node:http'; get${GET}`,
  },
  {
    way: 'import of a name in front of a package that requires it',
    file: 'app.mjs',
    source: `import { get } from 'node:http'; import 'loads-http'; get${GET}`,
  },
  {
    way: 'import()',
    file: 'app.cjs',
    source: `import('node:http').then(({ get }) => get${GET.replace(';', '')})`,
  },
  {
    way: 'createRequire in an ES module',
    file: 'app.mjs',
    source: `import { createRequire } from 'node:module'; createRequire(import.meta.url)('http').get${GET}`,
  },
  { way: 'require', file: 'app.cjs', source: `require('http').get${GET}` },
  { way: 'require with node:', file: 'app.cjs', source: `require('node:http').get${GET}` },
  { way: 'module.require', file: 'app.cjs', source: `module.require('http').get${GET}` },
  {
    way: 'process.mainModule.require',
    file: 'app.cjs',
    source: `process.mainModule.require('http').get${GET}`,
  },
  { way: 'Module._load', file: 'app.cjs', source: `require('node:module')._load('http').get${GET}` },
  {
    way: 'Module._load with node:',
    file: 'app.cjs',
    source: `require('node:module')._load('node:http').get${GET}`,
  },
  { way: 'getBuiltinModule', file: 'app.cjs', source: `process.getBuiltinModule('http').get${GET}` },
  {
    way: 'getBuiltinModule with node:',
    file: 'app.mjs',
    source: `process.getBuiltinModule('node:http').get${GET}`,
  },
  {
    way: 'a method of it that was taken before',
    file: 'app.cjs',
    source: `const { getBuiltinModule } = process; getBuiltinModule('http').get${GET}`,
  },
];

const MEMCACHED = "new Memcached().get('key', () => {});";
const MYSQL = ".createConnection().query('SELECT 1', () => {});";

const PACKAGE: readonly Way[] = [
  {
    way: 'require of a class',
    file: 'app.cjs',
    source: `const Memcached = require('memcached'); ${MEMCACHED}`,
  },
  { way: 'import of a class', file: 'app.mjs', source: `import Memcached from 'memcached'; ${MEMCACHED}` },
  {
    way: 'import of a class as default',
    file: 'app.mjs',
    source: `import * as all from 'memcached'; const Memcached = all.default; ${MEMCACHED}`,
  },
  {
    way: 'import() of a package in code that is made while running',
    file: 'app.cjs',
    source: `new Function('name', 'return imp' + 'ort(name)')('mysql').then(mysql => mysql${MYSQL.replace(';', '')})`,
  },
  {
    way: 'import() after that of a file',
    file: 'app.cjs',
    source: `import('node:fs').then(() => eval('import("mysql")')).then(mysql => mysql${MYSQL.replace(';', '')})`,
  },
  {
    way: 'import() after hooks of the application',
    file: 'app.cjs',
    source: `require('node:module').register('data:text/javascript,export{}');
      import('mysql').then(mysql => mysql${MYSQL.replace(';', '')})`,
  },
  { way: 'require of an object', file: 'app.cjs', source: `require('mysql')${MYSQL}` },
  { way: 'import of an object', file: 'app.mjs', source: `import mysql from 'mysql'; mysql${MYSQL}` },
  {
    way: 'import of a name',
    file: 'app.mjs',
    source: `import { createConnection } from 'mysql'; ${MYSQL.slice(1)}`,
  },
  { way: 'import of all names', file: 'app.mjs', source: `import * as mysql from 'mysql'; mysql${MYSQL}` },
  {
    way: 'import of what was required',
    file: 'app.mjs',
    source: `import { createRequire } from 'node:module'; createRequire(import.meta.url)('mysql');
      const { default: mysql } = await import('mysql'); mysql${MYSQL}`,
  },
  {
    way: 'require of what was imported',
    file: 'app.mjs',
    source: `import { createRequire } from 'node:module'; await import('mysql');
      createRequire(import.meta.url)('mysql')${MYSQL}`,
  },
  { way: 'Module._load', file: 'app.cjs', source: `require('node:module')._load('mysql', module)${MYSQL}` },
  {
    way: 'require by its path',
    file: 'app.cjs',
    source: `require(__dirname + '/../node_modules/mysql/index.js')${MYSQL}`,
  },
  {
    way: 'import by its path',
    file: 'app.mjs',
    source: `import mysql from '../node_modules/mysql/index.js'; mysql${MYSQL}`,
  },
  {
    way: 'import by its URL',
    file: 'app.mjs',
    source: `const { default: mysql } = await import(new URL('../node_modules/mysql/index.js', import.meta.url).href);
      mysql${MYSQL}`,
  },
  {
    way: 'import by the path of a file in it',
    file: 'app.mjs',
    source: `import { createConnection } from 'mysql/index.js'; ${MYSQL.slice(1)}`,
  },
  { way: 'import by imports', file: 'app.mjs', source: `import mysql from '#mysql'; mysql${MYSQL}` },
  { way: 'require of another name', file: 'app.cjs', source: `require('database')${MYSQL}` },
  { way: 'import of another name', file: 'app.mjs', source: `import mysql from 'database'; mysql${MYSQL}` },
  { way: 'require of another name by imports', file: 'app.cjs', source: `require('#database')${MYSQL}` },
  {
    way: 'import of another name by imports',
    file: 'app.mjs',
    source: `import mysql from '#database'; mysql${MYSQL}`,
  },
  {
    way: 'require of a name that module hooks of the application resolve',
    file: 'app.cjs',
    source: `const { registerHooks } = require('node:module');
      // Node.js 20 has none.
      if (registerHooks) registerHooks({ resolve: (name, context, next) => next(name === 'hooked' ? 'mysql' : name, context) });
      const name = registerHooks ? 'hooked' : 'mysql';
      require(name); require(name)${MYSQL}`,
  },
  {
    way: 'require after require.cache was cleared',
    file: 'app.cjs',
    source: `require('mysql'); for (const file of Object.keys(require.cache)) delete require.cache[file];
      require('mysql')${MYSQL}`,
  },
  {
    way: 'the first require after require.cache was cleared',
    file: 'app.cjs',
    source: `for (const file of Object.keys(require.cache)) delete require.cache[file];
      require('mysql')${MYSQL}`,
  },
];

/** Flags that take something away from what instrumentations of ES modules are made of. */
const FLAGS = [
  '--jitless',
  '--no-experimental-require-module',
  '--no-experimental-detect-module',
  '--experimental-vm-modules',
  '--no-addons',
  '--disable-proto=delete',
];

const IMPORTED = {
  way: 'import of a name',
  file: 'app.mjs',
  source: `import { createConnection } from 'mysql'; ${MYSQL.slice(1)}`,
} as const;

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}: what is imported is instrumented`, () => {
    it.each(FLAGS)('under %s', async flag => {
      const options = { cwd: folder };
      const { code, stderr } = await run([node.path, flag, '-e', '0'], options);
      if (code !== 0) return expect(stderr).toContain('bad option');
      await expectOneSpan(node, { ...IMPORTED, way: flag, flag });
    });

    // Node.js 22 cannot load `node:http` without WebAssembly. Before, built-in modules are watched by what needs it.
    it.runIf(isAtLeast(node, 24, 12))('under --jitless, a built-in module', async () => {
      const source = `import { get } from 'node:http'; get${GET}`;
      await expectOneSpan(node, { way: 'jitless', flag: '--jitless', file: 'app.mjs', source }, 'GET');
    });
  });

  describe.concurrent(`Node.js ${node.version}: one span, whichever way leads to`, () => {
    it.each(BUILT_IN)('http: $way', async row => expectOneSpan(node, row, 'GET'));
    it.each(PACKAGE)('a package: $way', async row => expectOneSpan(node, row));
  });
}

async function expectOneSpan(
  node: { path: string; version: string },
  { way, file, source, flag = '--no-deprecation' }: Way,
  name?: string,
) {
  const service = `${way} ${file} ${node.version} ${name ?? 'package'}`;
  const cwd = join(folder, service.replaceAll(/\W+/g, '-'));
  mkdirSync(cwd);
  writeFileSync(join(cwd, file), source);

  const argv = [node.path, flag, file];
  const [bare, ended] = await Promise.all([
    run(argv, { cwd }),
    run(argv, { cwd, env: preloaded(collector.environment(service)) }),
  ]);

  expect(bare.code, bare.stderr).toBe(0);
  expect(withoutPids(ended)).toEqual(withoutPids(bare));
  const { spans } = await collector.waitFor(service, got => got.spans.length > 0);
  expect(spans.map(span => span.kind)).toEqual(['SPAN_KIND_CLIENT']);
}

/** Warnings of Node.js name the process. */
function withoutPids({ stderr, ...ended }: Ended): object {
  return { ...ended, stderr: stderr.replaceAll(/\(node:\d+\)/g, '(node)') };
}
