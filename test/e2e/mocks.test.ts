import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const MYSQL = "exports.createConnection = () => 'real'; exports.createPool = () => 'real';";

const OPENAI = "export const ask = () => 'real';";

const SEE = `const seen = [];
  const see = async load => { try { seen.push(String(await load())); } catch (error) { seen.push(error.message); } };`;

const NODE_TEST = `
  import { createRequire } from 'node:module';
  import { mock } from 'node:test';
  const require = createRequire(import.meta.url);
  ${SEE}
  mock.module('node:http', { namedExports: { get: () => 'mocked' } });
  mock.module('mysql', { namedExports: { createConnection: () => 'mocked' } });
  await see(async () => (await import('node:http')).get());
  await see(async () => (await import('mysql')).createConnection());
  await see(() => require('node:http').get());
  await see(() => require('mysql').createConnection());
  console.log(seen.join());`;

/** Module hooks that put a mock in the place of one module, for those that have a query. */
const MOCKING_HOOKS = `
  let plain;
  let asked;
  export const initialize = url => { plain = url; };
  export async function resolve(specifier, context, next) {
    if (specifier.endsWith('?where')) {
      asked = (await next(specifier.slice(0, -6), context)).url;
      return { url: 'data:text/javascript,', shortCircuit: true };
    }
    const { url, ...rest } = await next(specifier, context);
    return /[?]mock/.test(context.parentURL) && IS_REPLACED
      ? { url: 'data:text/javascript,export const createConnection = () => "mocked"', shortCircuit: true }
      : { url, ...rest };
  }`;

/** An application whose mocks register module hooks, in the thread of those where Node.js has no others. */
function byModuleHooks(query: string, isReplaced: string): string {
  const hooks = MOCKING_HOOKS.replace('mock/', `${query}/`).replace('IS_REPLACED', isReplaced);
  return `
    import { mkdirSync, writeFileSync } from 'node:fs';
    import { createRequire, register } from 'node:module';
    import { pathToFileURL } from 'node:url';
    const data = pathToFileURL(createRequire(import.meta.url).resolve('mysql')).href;
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}), { data });
    mkdirSync('node_modules/quibble', { recursive: true });
    writeFileSync('node_modules/quibble/ask.mjs', "await import('mysql?where');");
    writeFileSync('tested.mjs', "import { createConnection } from 'mysql'; console.log(createConnection());");
    await import('./node_modules/quibble/ask.mjs');
    await import('./tested.mjs?${query}=1');
    await import('./tested.mjs');`;
}

interface Row {
  readonly mock: string;
  readonly file: 'app.cjs' | 'app.mjs';
  readonly source: string;
  readonly flags?: readonly string[];
  readonly needs?: (node: Node) => boolean;
}

const ROWS: readonly Row[] = [
  {
    mock: 'mock.module of node:test',
    file: 'app.mjs',
    flags: ['--experimental-test-module-mocks'],
    source: NODE_TEST,
  },
  {
    mock: 'mock.module of node:test after the modules were loaded',
    file: 'app.mjs',
    flags: ['--experimental-test-module-mocks'],
    // Those of Node.js 20 look for a package by the URL that its wrapper has.
    needs: node => isAtLeast(node, 22),
    source: `await import('node:http'); await import('mysql'); ${NODE_TEST.replaceAll(/^ {2}import (.*) from (.*);$/gm, 'const $1 = await import($2);')}`,
  },
  {
    mock: 'mock.module of node:test for the first package that is imported',
    file: 'app.mjs',
    flags: ['--experimental-test-module-mocks'],
    source: `
      import { mock } from 'node:test';
      ${SEE}
      mock.module('openai', { namedExports: { ask: () => 'mocked' } });
      await see(async () => (await import('openai')).ask());
      await see(async () => (await import('openai')).ask());
      console.log(seen.join());`,
  },
  {
    mock: 'module hooks, as esmock registers them',
    file: 'app.mjs',
    source: byModuleHooks('esmk', 'url === plain'),
  },
  {
    mock: 'module hooks, as testdouble registers them',
    file: 'app.mjs',
    source: byModuleHooks('__quibble', "url.replace(/[?].*/, '') === asked"),
  },
  {
    mock: 'Module._load, as proxyquire and mock-require replace it',
    file: 'app.cjs',
    source: `
      const Module = require('node:module');
      ${SEE}
      require('mysql');
      const load = Module._load;
      Module._load = function (name, ...rest) {
        return name === 'mysql' || name === 'http' ? { get: () => 'mocked', createConnection: () => 'mocked' }
          : load.call(this, name, ...rest);
      };
      see(() => require('mysql').createConnection());
      see(() => require('http').get());
      Module._load = load;
      see(() => require('mysql').createConnection());
      setImmediate(() => console.log(seen.join()));`,
  },
  {
    mock: 'an entry of require.cache',
    file: 'app.cjs',
    source: `
      ${SEE}
      const file = require.resolve('mysql');
      require.cache[file] = { id: file, filename: file, loaded: true, exports: { createConnection: () => 'mocked' } };
      see(() => require('mysql').createConnection());
      delete require.cache[file];
      see(() => require('mysql').createConnection());
      require.cache[file].exports = { createConnection: () => 'mocked again' };
      see(() => require('mysql').createConnection());
      setImmediate(() => console.log(seen.join()));`,
  },
  {
    mock: 'a method',
    file: 'app.cjs',
    source: `
      ${SEE}
      const http = require('http');
      const { get } = http;
      http.get = () => 'mocked';
      see(() => require('node:http').get());
      see(() => process.getBuiltinModule('http').get());
      http.get = get;
      see(() => typeof http.get);
      setImmediate(() => console.log(seen.join()));`,
  },
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-mocks-'));
  writePackage('mysql', { version: '2.18.1', main: 'index.js' }, MYSQL);
  writePackage('openai', { version: '6.1.0', type: 'module', exports: './index.js' }, OPENAI);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writePackage(name: string, manifest: object, source: string): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, ...manifest }));
  writeFileSync(join(place, 'index.js'), source);
}

for (const node of nodes()) {
  describe.concurrent(`mocks have the effect that they have without otel-run, Node.js ${node.version}`, () => {
    const rows = ROWS.filter(({ needs }) => needs === undefined || needs(node));
    it.each(rows)('$mock', async ({ mock, file, source, flags = [] }) => {
      const cwd = join(folder, `${node.version} ${mock}`.replaceAll(/\W+/g, '-'));
      mkdirSync(cwd);
      writeFileSync(join(cwd, file), source);
      const argv = [node.path, '--no-warnings', ...flags, file];
      const env = preloaded({ OTEL_SERVICE_NAME: 'mocked', OTEL_TRACES_EXPORTER: 'none' });

      const [bare, instrumented] = await Promise.all([run(argv, { cwd }), run(argv, { cwd, env })]);

      expect(bare.stdout).toContain('mocked');
      expect({ ...instrumented, stderr: '' }).toEqual({ ...bare, stderr: '' });
    });

    it('need no module that nobody asks for: loading it could print a warning', async () => {
      const argv = [node.path, '--experimental-test-module-mocks', '-p', '1'];
      const env = preloaded({ OTEL_SERVICE_NAME: 'mocked', OTEL_TRACES_EXPORTER: 'none' });

      expect(await run(argv, { env })).toEqual(await run(argv));
    });
  });
}
