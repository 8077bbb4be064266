import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUNDLERS, bundle, hasMoreBundlers, type Way } from '../helpers/bundled-application.ts';
import { fetchedNode } from '../helpers/nodes.ts';
import { run } from '../helpers/processes.ts';
import { createRandom } from '../helpers/random-environments.ts';
import { CJS_PARTS, ES_PARTS, randomCommonJs, randomEsModule } from '../helpers/random-modules.ts';

/** Others are tried by hand: a bundler may get one of them wrong itself. */
const SEED = Number(process.env.OTEL_RUN_TEST_SEED ?? 5);

/** Names of packages that something waits for. */
const NAMES = [
  ...['pino', 'koa', 'winston', 'bunyan', 'express', 'pg', 'p-queue', 'fastq', 'mysql', 'mysql2'],
  ...['bottleneck', 'semaphore', 'queue', 'vasync', 'pg-pool', 'mongodb', 'generic-pool', 'redis'],
];

const WAYS: readonly Way[] = [
  { name: 'esbuild, CommonJS', bundler: 'esbuild', format: 'cjs' },
  { name: 'webpack, ES module, minified', bundler: 'webpack', format: 'esm', minify: true },
  { name: 'Rspack, CommonJS, minified', bundler: 'rspack', format: 'cjs', minify: true },
  { name: 'Vite, ES module, minified', bundler: 'vite', format: 'esm', minify: true },
  { name: 'Rollup, CommonJS, minified', bundler: 'rollup', format: 'cjs', minify: true },
  { name: 'Rolldown, ES module', bundler: 'rolldown', format: 'esm' },
];

if (!hasMoreBundlers) process.stderr.write('SKIPPED: random modules: node scripts/bundle-samples.mjs\n');

/** Prints what a module exports: names of functions are the bundler's. */
const DESCRIBE = `
const NAMES = ['prototype', 'length', 'arguments', 'caller', 'name', 'own'];
function describe(value, depth = 0) {
  if (value === null || !/^(?:object|function)$/.test(typeof value)) return String(value);
  if (depth > 2) return '…';
  if (typeof value.then === 'function') return 'a promise';
  const keys = Object.getOwnPropertyNames(value).filter(key => !NAMES.includes(key)).sort();
  const parts = keys.map(key => key + ': ' + describe(value[key], depth + 1));
  let kind = typeof value + (Object.isFrozen(value) ? ', frozen' : '');
  if (kind === 'function' && !/^class/.test(Function.prototype.toString.call(value)))
    kind += (value.name ? ' called' : ' without a name') + ' = ' + describe(value(), depth + 1);
  return kind + '{' + parts.join() + '}';
}
`;

/** Takes each announcement, and sets what it reads. */
const LISTENER = `
globalThis[Symbol.for('otel-run.modules')] = (module, exports, accessors = {}) => {
  for (const key of Object.keys(accessors)) try { accessors[key] = accessors[key]; } catch {}
  return exports;
};
`;

/** Writes an application of packages of random modules, and gives its folder. */
function writeApplication(seed: number, isLoose: boolean): string {
  const next = createRandom(seed);
  const random = (below: number) => Math.floor(next() * below);
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-random-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const name of NAMES) {
    const isEs = random(2) === 0;
    const manifest = { name, version: '1.2.3', type: isEs ? 'module' : 'commonjs', exports: './index.js' };
    const files = { 'package.json': JSON.stringify(manifest), ...(isEs ? ES_PARTS : CJS_PARTS) };
    for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
    write(`node_modules/${name}/index.js`, isEs ? randomEsModule(random) : randomCommonJs(random));
  }
  const imports = NAMES.map((name, index) => `import * as ns${index} from '${name}';`);
  const lines = NAMES.map((name, index) => `console.log('${name}', describe(ns${index}));`);
  write('package.json', '{ "private": true }');
  write(
    isLoose ? 'main.js' : 'main.mjs',
    `${imports.join('\n')}\n${DESCRIBE}setTimeout(() => {\n${lines.join('\n')}\n});`,
  );
  write('listener.cjs', LISTENER);
  return folder;
}

const node = fetchedNode('24');

describe.skipIf(!hasMoreBundlers || !node)(`random modules (OTEL_RUN_TEST_SEED=${SEED})`, () => {
  it.each(WAYS)('are what they are without the plugin: $name', { timeout: 300_000 }, async way => {
    // Rspack's parser cannot be told what it knew of a module before its announcement.
    const isLoose = way.bundler !== 'rspack';
    const place = { folder: BUNDLERS, node: node?.path ?? '' };
    for (const seed of [SEED, SEED + 1]) {
      const folder = writeApplication(seed, isLoose);
      const input = join(folder, isLoose ? 'main.js' : 'main.mjs');
      const plain = await bundle(way, false, place, input);
      const plugged = await bundle(way, true, place, input);
      try {
        const [without, bare, listened] = await Promise.all([
          run([place.node, plain.file]),
          run([place.node, plugged.file]),
          run([place.node, '--require', join(folder, 'listener.cjs'), plugged.file]),
        ]);

        expect(without).toMatchObject({ code: 0, stderr: '' });
        expect(without.stdout.trim().split('\n')).toHaveLength(NAMES.length);
        expect(bare).toEqual(without);
        expect(listened).toEqual(without);
      } finally {
        plain.remove();
        plugged.remove();
        rmSync(folder, { recursive: true });
      }
    }
  });
});
