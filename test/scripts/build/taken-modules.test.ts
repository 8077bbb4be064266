import { describe, expect, it } from 'vitest';

type Wanted = Map<string, Set<string>>;

const {
  withTakenModules,
  takingModules,
}: {
  withTakenModules(code: string, file: string, wanted: Wanted): string;
  takingModules(wanted: Wanted): string;
} = await import(new URL('../../../scripts/build/taken-modules.mjs', import.meta.url).href);

/** Code of a bundler → what becomes of it. */
const FILES = [
  {
    what: 'a module of which exports are read',
    code: 'let node_path = require("node:path");\n(0, node_path.join)(node_path.sep);',
    taken: 'let node_path = require("./first.cjs").modules.path;\n(0, node_path.join)(node_path.sep);',
  },
  {
    what: 'one with a default export, which stays the module',
    code: 'let os = require("node:os");\nos = { __proto__: os, default: os };\nos.hostname(os.default.arch);',
    taken:
      'let os = require("./first.cjs").modules.os;\nos = { __proto__: os, default: require("node:os") };\nos.hostname(os.default.arch);',
  },
  {
    what: 'a module that is taken later',
    code: 'let threads = require("node:worker_threads");\nnew threads.Worker();',
    taken: 'let threads = require("./first.cjs").laterModule("worker_threads");\nnew threads.Worker();',
  },
  {
    what: 'one export',
    code: 'f(require("url").pathToFileURL(g));',
    taken: 'f(require("./first.cjs").modules.url.pathToFileURL(g));',
  },
  ...[
    { what: 'used as a whole', code: 'const util = require("util");\nf(util);' },
    { what: 'that is written to', code: 'const os = require("os");\nos.hostname = f;' },
    { what: 'that may read archives', code: 'let fs = require("fs");\nfs.readFileSync();' },
    { what: 'that hooks change', code: 'const Module = require("module");\nModule.prototype;' },
    { what: 'that loads with its part', code: 'let http = require("node:http");\nhttp.get();' },
  ].map(({ what, code }) => ({ what: `a module ${what}`, code, taken: code })),
];

describe('exports of built-in modules', () => {
  it.each(FILES)('are taken of $what', ({ code, taken }) => {
    expect(withTakenModules(code, './first.cjs', new Map())).toBe(taken);
  });

  it('are taken for all files together', () => {
    const wanted: Wanted = new Map();
    withTakenModules('let node_path = require("node:path");\nnode_path.join();', './first.cjs', wanted);
    withTakenModules('let path = require("path");\npath.sep; path.join();', './first.cjs', wanted);

    expect(takingModules(wanted)).toBe('exports.takeModules({ path: "join,sep" });');
  });
});
