import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type Place, type Way } from '../helpers/bundled-application.ts';
import type { Node } from '../helpers/nodes.ts';
import { run } from '../helpers/processes.ts';

/** Packages by the names of some that something waits for: their files, and what an application prints of them. */
const PACKAGES: readonly {
  readonly title: string;
  readonly name: string;
  readonly manifest?: object;
  readonly files: Readonly<Record<string, string>>;
  readonly prints: string;
}[] = [
  {
    title: 'bindings that change',
    name: 'pino',
    files: {
      'index.js': 'export let count = 0; export function increment() { count += 1; return count; }',
    },
    prints: 'ns.increment(), ns.increment(), ns.count',
  },
  {
    title: 'a default export and a name',
    name: 'koa',
    files: {
      'index.js':
        'export default class Koa { static with() { return new Koa().name; } name = named; }\nexport const named = "named";',
    },
    prints: 'ns.default.with(), ns.named, Object.keys(ns)',
  },
  {
    title: 'a function without a name, before it is written',
    name: 'winston',
    files: {
      'index.js':
        'import { early } from "./early.js"; export default function () { return "called"; } export { early };',
      'early.js': 'import called from "./index.js"; export const early = called();',
    },
    prints: 'ns.default(), ns.early',
  },
  {
    title: 'an expression in brackets, and one without',
    name: 'bunyan',
    files: {
      'index.js': 'export { default as other } from "./other.js"; export default (1, { a: 1 })',
      'other.js': 'export default\n  async () => "later"',
    },
    prints: 'ns.default, await ns.other()',
  },
  {
    title: 'everything of other files, and some of it in two of them',
    name: 'express',
    files: {
      'index.js': 'export * from "./a.js"; export * from "./b.js"; export const own = "own";',
      'a.js': 'export const a = "a"; export const both = 1; export const own = "a"; export default "a";',
      'b.js': 'export const b = "b"; export const both = 2; export * from "./c.js";',
      'c.js':
        'export let c = "c"; export const set = value => { c = value; }; export function d() { return c; }',
    },
    prints: 'Object.keys(ns), ns.a, ns.b, ns.own, ns.c, ns.set("changed"), ns.c, ns.d()',
  },
  {
    title: 'a circle of files',
    name: 'pg',
    files: {
      'index.js':
        'import { Inner, early } from "./inner.js"; export function hoisted() { return "hoisted"; } export class Base { inner() { return new Inner(); } } export { Inner, early };',
      'inner.js':
        'import { Base, hoisted } from "./index.js"; export const early = hoisted(); export class Inner { base() { return Base === new Base().constructor; } }',
    },
    prints: 'ns.early, new ns.Base().inner().base()',
  },
  {
    title: 'names that are no words',
    name: 'bluebird',
    files: {
      'index.js':
        'const x = 1, y = 2; export { x as "a-b", y as "module.exports" }; export const { p, q: [r = 5] = [], ...rest } = { p: 3, s: 4 };',
    },
    prints: 'ns["a-b"], ns.p, ns.r, ns.rest',
  },
  {
    title: 'a package without effects that passes all on',
    name: 'p-queue',
    manifest: { sideEffects: false },
    files: {
      'index.js': 'export { greet, callGreet } from "./greet.js"; export * as all from "./greet.js";',
      'greet.js':
        'export function greet() { return "greeting"; } export function callGreet() { return greet(); }',
    },
    prints: 'ns.greet(), ns.callGreet(), ns.all.greet()',
  },
  {
    title: 'an ES module that package.json names for bundlers alone',
    name: 'fastq',
    manifest: { type: undefined, main: 'main.cjs', module: 'module.js', exports: undefined },
    files: { 'main.cjs': 'exports.kind = "any"', 'module.js': 'export const kind = "any"' },
    prints: 'ns.kind',
  },
  {
    title: 'a CommonJS function',
    name: 'mysql',
    manifest: { type: 'commonjs' },
    files: {
      'index.js':
        '"use strict";\nvar Symbol = undefined;\nmodule.exports = function mysql() { return this === undefined; };\nmodule.exports.self = module.exports // no line behind',
    },
    prints: 'ns.default(), ns.default.self === ns.default',
  },
  {
    title: 'a CommonJS module that was an ES module',
    name: 'bottleneck',
    manifest: { type: 'commonjs' },
    files: {
      'index.js':
        'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = "default"; exports.greet = () => "greeting"; exports.callGreet = () => exports.greet();',
    },
    prints: '(ns.default.default ?? ns.default), ns.greet(), ns.callGreet()',
  },
  {
    title: 'JSON, and a file that is imported later',
    name: 'semaphore',
    files: {
      'index.js':
        'import data from "./data.json" with { type: "json" }; export { data }; export const later = () => import("./late.js");',
      'data.json': '{ "a": 1 }',
      'late.js': 'export const late = "late";',
    },
    prints: 'ns.data, (await ns.later()).late',
  },
  {
    title: 'another file under other conditions',
    name: 'queue',
    manifest: { exports: { '.': { node: './index.js', default: './web.js' } } },
    files: { 'index.js': 'export const kind = "node";', 'web.js': 'export const kind = "web";' },
    prints: 'ns.kind',
  },
  {
    title: 'a frozen CommonJS module that does without another',
    name: 'vasync',
    manifest: { type: 'commonjs' },
    files: {
      'index.js':
        'try { require("not-installed"); } catch { exports.isAlone = true; }\nObject.freeze(exports);',
    },
    prints: 'ns.default.isAlone, Object.isFrozen(ns.default)',
  },
  {
    title: 'a CommonJS module that ends early',
    name: 'pg-pool',
    manifest: { type: 'commonjs' },
    files: {
      'index.js':
        '#!/usr/bin/env node\n"use strict";\nexports.isStrict = (function () { return this === undefined; })();\nif (exports.isStrict) return; // and no further\nexports.never = 1;',
    },
    prints: 'ns.isStrict, ns.never',
  },
  {
    title: 'a CommonJS module that has a globalThis of its own',
    name: 'pg-cursor',
    manifest: { type: 'commonjs' },
    files: { 'index.js': 'var globalThis = {}; exports.keys = Object.keys(globalThis);' },
    prints: 'ns.keys',
  },
  {
    title: 'comments between words',
    name: 'mongodb',
    files: {
      'index.js':
        'export // default *\n default async /* function * */ function /* * */ (x = 2) { return x /* by */ * 2; }',
    },
    prints: 'await ns.default()',
  },
  {
    title: 'a constant that has the name of a variable elsewhere',
    name: 'cassandra-driver',
    files: {
      'index.js':
        'export const greet = () => "greeting"; export function other() { let greet = 1; greet = 2; return greet; }',
    },
    prints: 'ns.greet(), ns.other()',
  },
  {
    title: 'a circle of CommonJS files',
    name: 'generic-pool',
    manifest: { type: 'commonjs' },
    files: {
      'index.js': 'exports.early = 1; exports.inner = require("./inner"); exports.late = 2;',
      'inner.js':
        'const outer = require("./index"); exports.early = outer.early; exports.late = () => outer.late;',
    },
    prints: 'ns.default.inner.early, ns.default.inner.late()',
  },
];

/** Takes the announcements in the place of otel-run: replaces what is called `greet`, and prints who announced itself. */
const LISTENER = `
const announced = [];
globalThis[Symbol.for('otel-run.modules')] = ([name, version, path, as], exports, accessors) => {
  announced.push([name, version, path, as].join(' '));
  const target = accessors ?? exports;
  if ('greet' in target) target.greet = () => 'replaced';
  return exports;
};
process.on('exit', () => console.log(JSON.stringify(announced.sort())));
`;

let folder = '';

/**
 * Tests that odd packages are in a bundle with the plugin what they are in one without it, and that all of them announce
 * themselves.
 *
 * @param place undefined for bundlers that `npm ci` installs
 */
export function testOddPackages(ways: readonly Way[], nodes: readonly Node[], place?: Place): void {
  beforeAll(writeApplication);
  afterAll(() => rmSync(folder, { recursive: true }));

  describe.each(ways)('odd packages bundled by $name', way => {
    it.each(nodes)('are what they are without the plugin on Node.js $version', async ({ path: node }) => {
      const input = join(folder, 'main.mjs');
      const [plain, plugged] = await Promise.all([
        bundle(way, false, place, input),
        bundle(way, true, place, input),
      ]);
      try {
        const [without, bare, listened] = await Promise.all([
          run([node, plain.file]),
          run([node, plugged.file]),
          run([node, '--require', join(folder, 'listener.cjs'), plugged.file]),
        ]);

        expect(without.stderr).toBe('');
        expect(without.stdout.split('\n')).toHaveLength(PACKAGES.length + 2);
        expect(bare).toEqual(without);
        const lines = listened.stdout.trim().split('\n');
        const replaced = without.stdout
          .trim()
          .split('\n')
          .map(line =>
            /^\["a (?:package without effects|constant)/.test(line)
              ? line.replace('greeting', 'replaced')
              : line,
          )
          .map(line =>
            line.startsWith('["a CommonJS module that was') ? line.replaceAll('greeting', 'replaced') : line,
          )
          .map(line => line.replace('["another"]', '["replaced"]'));
        expect(lines.slice(0, -1)).toEqual(replaced);
        const announced: string[] = JSON.parse(lines.at(-1) ?? '');
        expect(announced).toEqual(
          expect.arrayContaining([
            ...PACKAGES.filter(({ name }) => name !== 'fastq').map(({ name }) => `${name} 1.2.3 index.js 0`),
            'p-queue 4.5.6 index.js 0',
          ]),
        );
        expect(announced).toHaveLength(PACKAGES.length + 1);
      } finally {
        plain.remove();
        plugged.remove();
      }
    });
  });
}

function writeApplication(): void {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-odd-'));
  for (const { name, manifest, files } of PACKAGES)
    writePackage(`node_modules/${name}`, { name, version: '1.2.3', ...manifest }, files);
  // The second copy is in another version, and below the package that asks for it.
  const another = { name: 'p-queue', version: '4.5.6' };
  writePackage(
    'node_modules/asking',
    { name: 'asking', version: '1.0.0' },
    {
      'index.js': 'export { greet as default } from "p-queue";',
    },
  );
  writePackage('node_modules/asking/node_modules/p-queue', another, {
    'index.js': 'export const greet = () => "another";',
  });
  const imports = PACKAGES.map(({ name }, index) => `import * as ns${index} from '${name}';`);
  const lines = PACKAGES.map(
    ({ title, prints }, index) => `{ const ns = ns${index}; print(${JSON.stringify(title)}, ${prints}); }`,
  );
  const print = 'const print = (...values) => console.log(JSON.stringify(values));';
  const source = `${imports.join('\n')}\nimport another from 'asking';\n${print}\n(async () => {\n${lines.join('\n')}\nprint(another());\n})();`;
  writeFileSync(join(folder, 'main.mjs'), source);
  writeFileSync(join(folder, 'listener.cjs'), LISTENER);
}

function writePackage(place: string, manifest: object, files: Readonly<Record<string, string>>): void {
  const whole = { type: 'module', exports: './index.js', ...manifest };
  for (const [name, text] of Object.entries({ ...files, 'package.json': JSON.stringify(whole) })) {
    const file = join(folder, place, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
