import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const DEEP = Object.fromEntries(
  Array.from({ length: 12 }, (_, depth) => [`deep/${depth}.cjs`, `require('./${depth + 1}.cjs');`]),
);

/** Files of applications that fail while their modules load, each in the folder of its row. */
const ROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a module that throws': { 'app.cjs': "require('./b.cjs');", 'b.cjs': "throw new TypeError('broken');" },
  'a module that throws in a function': {
    'app.cjs': "const start = () => require('./b.cjs');\nstart();",
    'b.cjs': "const fail = () => { throw new TypeError('broken'); };\nfail();",
  },
  'modules that require one another': {
    'app.cjs': "require('./deep/0.cjs');",
    ...DEEP,
    'deep/12.cjs': "throw new Error('broken');",
  },
  'a package that is instrumented': {
    'app.cjs': "require('mysql');",
    'node_modules/mysql/package.json': '{ "name": "mysql", "version": "2.18.1", "main": "index.js" }',
    'node_modules/mysql/index.js': "throw new Error('broken');",
  },
  'a syntax error': { 'app.cjs': "require('./b.cjs');", 'b.cjs': 'const = 1;' },
  'a syntax error in JSON': { 'app.cjs': "require('./b.json');", 'b.json': '{' },
  'an error with a cause': {
    'app.cjs': "try { require('./b.cjs'); } catch (cause) { throw new Error('no start', { cause }); }",
    'b.cjs': "throw new Error('broken');",
  },
  'something that is no error': { 'app.cjs': "require('./b.cjs');", 'b.cjs': "throw 'broken';" },
  'a frozen error': {
    'app.cjs': "require('./b.cjs');",
    'b.cjs': "throw Object.freeze(new Error('broken'));",
  },
  'a short stack trace': {
    'app.cjs': "Error.stackTraceLimit = 3; require('./b.cjs');",
    'b.cjs': "throw new Error('broken');",
  },
  'a long stack trace': {
    'app.cjs': "Error.stackTraceLimit = 60; require('./b.cjs');",
    'b.cjs': "throw new Error('broken');",
  },
  'functions of Error that throw': {
    'app.cjs': "Error.captureStackTrace = () => { throw new Error('not yours'); }; require('./b.cjs');",
    'b.cjs': "throw new Error('broken');",
  },
  'a module that is missing, and does not have to be there': {
    'app.cjs':
      "try { require('./b.cjs'); } catch (error) { console.log(error.code); } throw new Error('broken');",
    'b.cjs': "require('nowhere');",
  },
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-errors-'));
  for (const [title, files] of Object.entries(ROWS)) {
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, title.replaceAll(/\W+/g, '-'), name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}, what ends an application while it loads is printed as bare:`, () => {
    // In Node.js 20 the stack trace of a frozen error cannot be changed.
    const rows = Object.keys(ROWS).filter(title => isAtLeast(node, 22) || title !== 'a frozen error');
    it.each(rows)('%s', async title => {
      const argv = [node.path, 'app.cjs'];
      const cwd = join(folder, title.replaceAll(/\W+/g, '-'));
      const env = preloaded({ OTEL_SERVICE_NAME: 'fails', OTEL_LOGS_EXPORTER: 'none' });

      const [bare, instrumented] = await Promise.all([run(argv, { cwd }), run(argv, { cwd, env })]);

      expect(bare.code).toBe(1);
      expect(instrumented).toEqual(bare);
    });
  });
}
