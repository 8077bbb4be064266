/** Modules of odd but valid forms, put together at random: what a package's file may look like. */

/** Statements of an ES module that may stand beside each other; `$` is a number of their own. */
const ES_STATEMENTS: readonly string[] = [
  'export const a$ = 1',
  'export let b$ = 1; export function setB$() { b$ = 2; return b$; }',
  'export var c$; c$ = () => "c";',
  'export function f$() { return typeof f$.name; }',
  'export async function* g$() {}',
  'export class K$ { static own = K$.name; m() { return new.target; } }',
  'class L$ {}\nexport { L$, L$ as M$ }',
  'const x$ = () => "x", y$ = function () { return this === undefined; };\nexport { x$ as "a b$", y$ };',
  'export const { p$, q: [r$ = 5] = [], ...rest$ } = { p$: 3, s: 4 }',
  'export * from "./part.js"',
  'export * as all$ from "./part.js"',
  'export { part as part$, default as partDefault$ } from "./part.js"',
  'import partDefault, { part as q$q, later as later$ } from "./part.js"; export { q$q, later$, partDefault as d$ }',
  'import * as whole$ from "./part.js"; export { whole$ }; export const keys$ = Object.keys(whole$).join()',
  'import common$ from "./common.cjs"; export { common$ }',
  'import { named as named$ } from "./common.cjs"; export { named$ }',
  'export { back$ }; import { back as back$ } from "./circle.js"',
  'export const lazy$ = () => import("./part.js")',
  'let late$; export { late$ as now$ }; late$ = 1; queueMicrotask(() => { late$ = 2; })',
  'export const /* export default */ s$ = `export default 1`',
  'export const t$ = /export\\s{1}/.source // export { t$ as u }',
  'export const\n  m1$ = 1,\n  m2$ = () => m1$',
  'if (true) { var v$ = 1 }\nexport { v$ }',
  'label$: for (const i of [1]) { continue label$ }',
  'export const self$ = typeof this',
  'export let e$ = class {}, h$ = class Inner {}',
  'export const n$ = (() => "n"); n$.more = 1',
  'var globalThis$ = 1; export const otelRun$ = globalThis$',
];

/** Default exports. */
const ES_DEFAULTS: readonly string[] = [
  'export default function () { return "unnamed"; }',
  'export default function named() { return typeof named.name; }',
  'export default class {}',
  'export default class Named { static own = Named.name }',
  'export default class extends Array { size() { return this.length; } }',
  'export default async () => "arrow"',
  'export default (function () { return "in brackets"; })',
  'export default (class {}, 1)',
  'export default [1, 2]',
  'export default { a: 1, f() { return this.a; } }',
  'export default new (class Made { f() { return "made"; } })()',
  'let changing = 1; export { changing as default }; changing = 2',
  'function hoisted() { return "hoisted"; } export { hoisted as default, hoisted }',
  'export { default } from "./part.js"',
  'export { part as default } from "./part.js"',
  'export default /* a */ async /* b */ function /* c */ () {}',
  'export default\nfunction\n*generator() {}',
  'export default `text`',
  'export default /re/g',
  'const constant = () => "constant"; export default constant; export { constant }',
  'import other from "./common.cjs"; export default other',
];

/** Files beside each ES module. */
export const ES_PARTS: Readonly<Record<string, string>> = {
  'part.js':
    'export const part = () => "part"; export default class Part {} export let later = 1; later = 3; export const fromPart = 1;',
  'circle.js':
    'import * as index from "./index.js"; export const back = () => "back"; export const early = () => Object.keys(index);',
  'common.cjs':
    'exports.named = () => "named"; exports.Named = class Named {}; exports.self = () => exports.named();',
};

/** Statements of a CommonJS module. */
const CJS_STATEMENTS: readonly string[] = [
  'exports.a$ = 1',
  'exports.f$ = function () { return typeof exports.f$.name; }',
  'module.exports.g$ = () => "g"',
  'exports.K$ = class K$ {}',
  'Object.defineProperty(exports, "get$", { enumerable: true, get() { return "got"; } })',
  'Object.defineProperty(exports, "hidden$", { value: 1 })',
  'const other$ = require("./part.cjs"); exports.other$ = other$.part',
  'Object.assign(exports, require("./part.cjs"), { assigned$: 1 })',
  'for (const key in { x$: 1 }) exports[key] = key',
  'exports.main$ = require.main === module',
  'exports.arguments$ = typeof arguments',
  'exports.lazy$ = () => require("./part.cjs").part()',
  'exports.strict$ = (function () { return this === undefined; })()',
  'exports.loaded$ = typeof module.id + typeof __filename',
  'var Symbol$ = exports.symbol$ = typeof Symbol',
  'exports.circle$ = require("./circle.cjs").back',
  'try { require("not-installed") } catch { exports.alone$ = true }',
];

/** The exports as a whole, before or behind all others. */
const CJS_WHOLE: readonly string[] = [
  'module.exports = function whole() { return "whole"; }',
  'module.exports = class Whole {}',
  'exports = module.exports = { made: 1 }',
  'exports = module.exports = () => "arrow"; exports.default = exports',
  'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = class Transpiled {}',
  'exports.__esModule = true; exports.default = () => "default"; exports.named = 1',
  'module.exports = Object.freeze({ frozen: 1 })',
  'module.exports = Promise.resolve(1)',
  'module.exports = null',
  'const m = module; m.exports = { other: 1 }',
  '(function (root, factory) { if (typeof exports === "object") module.exports = factory(); else root.x = factory() })(this, () => ({ umd: 1 }))',
  '"use strict"',
  '',
  '',
];

const CJS_ENDS: readonly string[] = [
  '',
  '',
  '// no line behind',
  'if (module.exports) return',
  'return void 0; exports.never = 1',
  '//# sourceMappingURL=none.map',
];

/** Files beside each CommonJS module. */
export const CJS_PARTS: Readonly<Record<string, string>> = {
  'part.cjs': 'exports.part = () => "part"; exports.Part = class Part {};',
  'circle.cjs':
    'const index = require("./index.js"); exports.back = () => typeof index; exports.early = Object.keys(Object(index)).length;',
};

type Random = (below: number) => number;

function oneOf(random: Random, list: readonly string[]): string {
  return list[random(list.length)] ?? '';
}

function some(random: Random, list: readonly string[], most: number): string[] {
  const order = list.map(statement => ({ statement, by: random(1_000_000) })).sort((a, b) => a.by - b.by);
  return order
    .slice(0, 1 + random(most))
    .map(({ statement }, index) => statement.replaceAll('$', String(index)));
}

const NEWLINES = ['\n', '\r\n', ';\n', ';'];

/** An ES module of random statements. */
export function randomEsModule(random: Random): string {
  const statements = some(random, ES_STATEMENTS, 6);
  if (random(3) > 0) statements.splice(random(statements.length + 1), 0, oneOf(random, ES_DEFAULTS));
  return `${oneOf(random, ['', '', '\uFEFF', '#!/usr/bin/env node\n', '"use strict";\n'])}${joined(random, statements)}`;
}

/** A CommonJS module of random statements. */
export function randomCommonJs(random: Random): string {
  const statements = some(random, CJS_STATEMENTS, 5);
  statements.splice(random(2) * statements.length, 0, oneOf(random, CJS_WHOLE));
  return `${oneOf(random, ['', '', '"use strict";\n', '#!/usr/bin/env node\n'])}${joined(random, statements)}${oneOf(random, CJS_ENDS)}`;
}

function joined(random: Random, statements: readonly string[]): string {
  const newline = oneOf(random, NEWLINES);
  return statements
    .map(text => `${text}${/\/\//.test(text) ? '\n' : newline}`)
    .join(newline === ';' ? ' ' : '\n');
}
