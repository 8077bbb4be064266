import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';
import { applicationFindings } from '../../src/doctor/application-findings.ts';
import { detectBundle } from '../../src/doctor/bundle.ts';
import { writeTree } from './write-tree.ts';

/** What bundlers write where they have put a package into their output. */
const BUNDLES: [bundler: string, source: string, packages: string[]][] = [
  [
    'esbuild or Rolldown',
    'var __commonJS = (cb, mod) => function __require() {};\nvar require_express = __commonJS({\n  "node_modules/express/lib/express.js"(exports, module2) {',
    ['express'],
  ],
  [
    'esbuild or Rolldown',
    '// node_modules/.pnpm/pg@8.1.0/node_modules/pg/lib/index.js\nvar require_lib = 1;',
    ['pg'],
  ],
  ['esbuild or Rolldown', '// ../../node_modules/@redis/client/dist/index.js\nvar a;', ['@redis/client']],
  ['esbuild or Rolldown', '// ../../packages/api/node_modules/pino/pino.js\nvar a;', ['pino']],
  ['webpack', 'var __webpack_modules__ = ({\n/***/ "./node_modules/pino/pino.js":\n/*!***/', ['pino']],
  ['webpack', '{"./node_modules/koa/lib/application.js":(e,t,n)=>{', ['koa']],
  ['ncc', 'function __nccwpck_require__(moduleId) {', []],
  ['Rollup', 'function getDefaultExportFromCjs (x) {\n\treturn x', []],
  ['esbuild or Rolldown', '//#region node_modules/fastify/fastify.js\nvar require_fastify', ['fastify']],
  [
    'Next.js',
    "process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(nextConfig)\nrequire('next')",
    [],
  ],
];

/** What looks like a bundle, but has every package outside. */
const NO_BUNDLES: [title: string, source: string][] = [
  ['a plain file', "const express = require('express');\nexpress().listen(3000);"],
  [
    'what TypeScript compiles',
    '"use strict";\nvar __importDefault = (this && this.__importDefault);\nconst a = __importDefault(require("express"));',
  ],
  [
    'esbuild with packages outside',
    'var __toESM = (mod) => mod;\n// src/server.ts\nvar import_express = __toESM(require("express"));',
  ],
  [
    'webpack with packages outside',
    'var __webpack_require__ = {};\n/***/ "express":\nmodule.exports = require("express");',
  ],
  ['a file that names the folder', "const root = require('path').join(__dirname, 'node_modules/express/');"],
  ['a comment that names a file', "// see node_modules/express for more\nrequire('express')"],
];

describe('a bundle', () => {
  test.each(BUNDLES)('of %s is known by %j', (bundler, source, packages) => {
    expect(detectBundle(source)).toEqual({ bundler, packages });
  });

  test.each(NO_BUNDLES)('is not seen in %s', (_title, source) => {
    expect(detectBundle(source)).toBeUndefined();
  });

  test('of a minified esbuild is known by its wrapper, in a large file alone', () => {
    const wrappers = [
      'var p=(e,t)=>()=>(t||e((t={exports:{}}).exports,t),t.exports);',
      'var x=(o,l)=>()=>{try{return l||o((l={exports:{}}).exports,l),l.exports}catch(e){throw l=0,e}};',
    ];
    for (const wrapper of wrappers) {
      expect(detectBundle(wrapper)).toBeUndefined();
      expect(detectBundle(wrapper + 'a()'.repeat(40_000))).toEqual({
        bundler: 'esbuild or Rolldown',
        packages: [],
      });
    }
  });

  test.each([
    ['with the package inside', [], 'esbuild or Rolldown'],
    ['with the package outside', ['shop'], undefined],
  ])('that Rolldown really writes is told apart: %s', async (_title, external, bundler) => {
    const folder = writeTree({
      'node_modules/shop/package.json': { name: 'shop', type: 'module', main: 'index.js' },
      'node_modules/shop/index.js': 'export function sell() { return Date.now(); }',
      'server.js': "import { sell } from 'shop'; import './other.js'; console.log(sell());",
      'other.js': "import { sell } from 'shop'; console.log(sell());",
    });
    const build = await rolldown({
      input: join(folder, 'server.js'),
      cwd: folder,
      external,
      platform: 'node',
    });
    await build.write({ dir: join(folder, 'dist'), format: 'esm' });
    await build.close();
    expect(detectBundle(readFileSync(join(folder, 'dist/server.js'), 'utf8'))?.bundler).toBe(bundler);
  });

  test('is found in the entry file, with what to do about it', () => {
    const folder = writeTree({ 'dist/server.js': BUNDLES[0]?.[1] });
    const entry = join(folder, 'dist/server.js');
    const findings = applicationFindings(
      { folder, entry, preloads: [] },
      { nodeOptions: '', syncHooks: true },
    );
    expect(findings).toMatchObject([
      {
        code: 'bundled-application',
        subject: 'server.js',
        data: { bundler: 'esbuild or Rolldown', packages: ['express'] },
      },
    ]);
  });
});

describe('an ES module', () => {
  const findingsOf = (nodeOptions: string, syncHooks: boolean, file = 'a.mjs') => {
    const folder = writeTree({ [file]: '' });
    return applicationFindings(
      { folder, entry: join(folder, file), preloads: [] },
      { nodeOptions, syncHooks },
    );
  };

  test('is not reached under --permission without threads and without synchronous hooks', () => {
    expect(findingsOf('--experimental-permission', false)).toMatchObject([{ code: 'esm-unsupported' }]);
  });

  test.each([
    ['with synchronous hooks', '--permission', true, 'a.mjs'],
    ['with threads', '--permission --allow-worker', false, 'a.mjs'],
    ['without --permission', '', false, 'a.mjs'],
    ['that is none', '--permission', false, 'a.cjs'],
  ])('is reached %s', (_title, nodeOptions, syncHooks, file) => {
    expect(findingsOf(nodeOptions, syncHooks, file)).toEqual([]);
  });
});
