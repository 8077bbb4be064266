import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle, type Way } from '../helpers/bundled-application.ts';
import { run } from '../helpers/processes.ts';

/** Packages that announce themselves, and a module of the application: each throws in its third line. */
const FILES: Readonly<Record<string, string>> = {
  'node_modules/pino/package.json': '{ "name": "pino", "version": "1.0.0", "exports": "./index.mjs" }',
  'node_modules/pino/index.mjs':
    'export const named = () => {\n  // why\n  throw new Error("named");\n};\nexport default   function () {\n\n  named();\n}\n',
  'node_modules/pg/package.json': '{ "name": "pg", "version": "1.0.0", "main": "index.js" }',
  'node_modules/pg/index.js':
    '"use strict"\nmodule.exports = { query() {\n  throw new Error("query");\n} };\n',
  'own.mjs': 'export const own = async () => {\n\n  throw new Error("own");\n};\n',
  'main.mjs':
    'import pino from "pino";\nimport pg from "pg";\nimport { own } from "./own.mjs";\nconst print = error => console.log(error.stack);\nfor (const act of [pino, pg.query, own])\n  (async () => act())().catch(print);\n',
};

const WAYS: readonly Way[] = [
  { name: 'esbuild, ES module', bundler: 'esbuild', format: 'esm' },
  { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true },
  { name: 'Rolldown, ES module', bundler: 'rolldown', format: 'esm' },
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-maps-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(WAYS)('source maps lead to the same lines with the plugin: $name', async way => {
  const bundles = await Promise.all(
    [false, true].map(plugin => bundle(way, plugin, undefined, join(folder, 'main.mjs'))),
  );
  try {
    const [without, plugged] = await Promise.all(
      bundles.map(({ file }) => run([process.execPath, '--enable-source-maps', file])),
    );

    expect(linesIn(without?.stdout)).toEqual(
      expect.arrayContaining([
        'pino/index.mjs:3',
        'pino/index.mjs:7',
        'pg/index.js:3',
        'own.mjs:3',
        'main.mjs:6',
      ]),
    );
    expect(linesIn(plugged?.stdout)).toEqual(linesIn(without?.stdout));
  } finally {
    for (const { remove } of bundles) remove();
  }
});

/** The places in a stack trace, without columns. */
function linesIn(stack = ''): readonly string[] {
  return [...stack.matchAll(/(?:node_modules\/)?([\w-]+\/)?([\w-]+\.m?js:\d+):\d+/g)].map(
    ([, package_ = '', place = '']) => (/^(?:pino|pg)\/$/.test(package_) ? package_ : '') + place,
  );
}
