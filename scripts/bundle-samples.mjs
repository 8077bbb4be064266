// Bundles an application for test/doctor/bundlers.test.ts with bundlers that have too many packages
// for `npm ci`: `node scripts/bundle-samples.mjs`. It installs them in test/.bundles/ and takes a
// minute. It needs Node.js 22 or newer.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUNDLERS = {
  '@oven/bun-linux-x64': '1.4.5',
  '@rollup/plugin-commonjs': '29.0.3',
  '@rollup/plugin-json': '6.1.0',
  '@rollup/plugin-node-resolve': '16.0.3',
  '@rollup/plugin-terser': '1.0.2',
  '@rspack/core': '2.3.3',
  '@vercel/ncc': '0.45.0',
  express: '5.3.0',
  pino: '10.4.0',
  rollup: '4.68.8',
  tsdown: '0.21.10',
  tsup: '8.5.1',
  typescript: '6.0.3',
  vite: '8.4.0',
  webpack: '5.113.0',
};

const folder = fileURLToPath(new URL('../test/.bundles', import.meta.url));
const fixtures = fileURLToPath(new URL('../test/fixtures/bundles', import.meta.url));
const perform = (command, args) =>
  execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });

mkdirSync(folder, { recursive: true });
cpSync(fixtures, folder, { recursive: true });
writeFileSync(`${folder}/package.json`, JSON.stringify({ private: true, dependencies: BUNDLERS }));
perform('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps']);
perform(process.execPath, ['build.mjs']);
