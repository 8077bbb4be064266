import type { Way } from '../helpers/bundled-application.ts';
import { nodes } from '../helpers/nodes.ts';
import { testOddPackages } from './odd-packages.ts';

/** The others take more than `npm ci` brings: see bundles-odd.heavy.test.ts. */
const WAYS: readonly Way[] = [
  { name: 'esbuild, ES module', bundler: 'esbuild', format: 'esm' },
  { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true },
  { name: 'Rolldown, ES module', bundler: 'rolldown', format: 'esm' },
];

testOddPackages(WAYS, nodes());
