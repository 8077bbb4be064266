import { describe } from 'vitest';
import { BUNDLERS, hasMoreBundlers, type Way } from '../helpers/bundled-application.ts';
import { fetchedNode, nodes } from '../helpers/nodes.ts';
import { testOddPackages } from './odd-packages.ts';

const WAYS: readonly Way[] = [
  { name: 'Rollup, ES module', bundler: 'rollup', format: 'esm' },
  { name: 'Vite, ES module, minified', bundler: 'vite', format: 'esm', minify: true },
  { name: 'webpack, CommonJS, development', bundler: 'webpack', format: 'cjs' },
  { name: 'webpack, ES module, minified', bundler: 'webpack', format: 'esm', minify: true },
  { name: 'Rspack, CommonJS, minified', bundler: 'rspack', format: 'cjs', minify: true },
];

const node = fetchedNode('24') ?? nodes()[0];

if (!hasMoreBundlers) process.stderr.write('SKIPPED: odd packages: node scripts/bundle-samples.mjs\n');

describe.skipIf(!hasMoreBundlers || !node)('by bundlers that are installed on demand', () => {
  if (node) testOddPackages(WAYS, [node], { folder: BUNDLERS, node: node.path });
});
