import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownModule } from '../../src/bundling/own-module.ts';

let root = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'otel-run-own-')));
  const shared = '{ "name": "@shop/shared", "version": "2.0.0", "exports": "./src/index.ts" }';
  for (const [file, text] of Object.entries({
    'package.json': '{ "name": "shop", "version": "1.0.0" }',
    'packages/shared/package.json': shared,
    'node_modules/express/package.json': '{ "name": "express", "version": "5.0.0" }',
  })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  mkdirSync(join(root, 'packages/shared/src'));
  writeFileSync(join(root, 'packages/shared/src/index.ts'), '');
  mkdirSync(join(root, 'node_modules/@shop'));
  symlinkSync('../../packages/shared', join(root, 'node_modules/@shop/shared'));
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a module of the application', () => {
  const workspace = { name: '@shop/shared', version: '2.0.0', path: 'packages/shared/src/index.ts' };
  it.each([
    { name: 'in its folder', file: 'src/jobs.ts', known: { name: '', version: '', path: 'src/jobs.ts' } },
    { name: 'in a workspace', file: 'packages/shared/src/index.ts', known: workspace },
    { name: 'by the link to a workspace', file: 'node_modules/@shop/shared/src/index.ts', known: workspace },
    { name: 'none of a package', file: 'node_modules/express/index.js', known: undefined },
    { name: 'none of a package that is not there', file: 'node_modules/none/index.js', known: undefined },
    { name: 'none of declarations', file: 'src/jobs.d.ts', known: undefined },
  ])('is known by its path and workspace: $name', ({ file, known }) => {
    expect(ownModule(join(root, file), root)).toEqual(known && { ...known, role: 'own' });
  });
});
