import { describe, expect, it } from 'vitest';
import { askingLoader, mayImport } from '../../../src/preload/hooks/asking-loader.ts';

/** Frames of Node.js 20 below those of the watch. */
const STACKS = [
  {
    what: 'an import() in a script',
    frames: [
      'normalizeReferrerURL (node:internal/modules/helpers:311:14)',
      'defaultImportModuleDynamicallyForScript (node:internal/modules/esm/utils:232:21)',
    ],
    asking: 'import',
  },
  {
    what: 'the entry',
    frames: ['Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:168:17)'],
    asking: 'import',
  },
  {
    what: 'an entry that turns out an ES module',
    frames: ['node:internal/modules/cjs/loader:1308:23'],
    asking: 'import',
  },
  { what: '--eval', frames: ['evalScript (node:internal/process/execution:82:19)'], asking: 'import' },
  { what: 'the REPL', frames: ['REPLServer.defaultEval (node:repl:458:19)'], asking: 'import' },
  {
    what: 'a required ES module',
    frames: ['ModuleLoader.importSyncForRequire (node:internal/modules/esm/loader:314:17)'],
    asking: 'module',
  },
  {
    what: 'what it imports',
    frames: ['finalizeResolution (node:internal/modules/esm/resolve:293:7)'],
    asking: 'module',
  },
  {
    what: 'a source map',
    frames: [
      'normalizeReferrerURL (node:internal/modules/helpers:311:14)',
      'maybeCacheSourceMap (node:internal/source_map/source_map_cache:138:14)',
    ],
  },
  { what: 'a require', frames: ['resolveExports (node:internal/modules/cjs/loader:639:9)'] },
  {
    what: 'the application',
    frames: ['Object.pathToFileURL (node:url:1020:10)', 'file:///app/index.js:1:1'],
  },
];

describe('whoever turns a path into a URL', () => {
  it.each(STACKS)('$what', ({ frames, asking }) => {
    const all = [
      'Object.get (/otel-run/part.cjs:1:1)',
      'pathToFileURL (node:internal/url:1592:48)',
      ...frames,
    ];

    expect(askingLoader(`Error\n${all.map(frame => `    at ${frame}`).join('\n')}`)).toBe(asking);
  });
});

describe('an ES module that', () => {
  it.each([
    "import('a')",
    "await import\n  ('a')",
    "import /* a */ ('a')",
    "import /** a */ ('a')",
    "import // a\n('a')",
    "/** a */ export const load = () => import('a');",
    "glob('src/**/*.js'); import('a'); glob('src/**/*.js')",
    "/** never closed import('a')",
  ])('may import: %s', source => expect(mayImport(source)).toBe(true));

  it.each([
    "import a from 'a'; import 'b'; import * as c from 'c'; export { d } from 'd';",
    'import.meta.url; important(1); reimport(2);',
    "/** @type {import('a')} */\nexport default 1;",
    "/**\n * @param {import('a')} a\n * @returns {import('b')}\n */\nexport function f(a) {}",
  ])('does not: %s', source => expect(mayImport(source)).toBe(false));
});
