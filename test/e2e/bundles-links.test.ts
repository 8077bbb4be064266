import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, observe, type Way } from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';

const WAYS: readonly Way[] = [
  { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true },
  { name: 'Rolldown, ES module', bundler: 'rolldown', format: 'esm' },
];

const INSTALLED = new URL('../../node_modules', import.meta.url).pathname;

const FILES = {
  'package.json': JSON.stringify({ name: 'shop', dependencies: { 'my-log': 'npm:pino@10' } }),
  'main.mjs': "import { log } from '@shop/shared'; log.info({ orderId: 7 }, 'order was asked for');",
  'packages/shared/package.json': JSON.stringify({
    name: '@shop/shared',
    version: '2.0.0',
    main: 'index.js',
  }),
  'packages/shared/index.js': "exports.log = require('my-log')();",
};

const STORE = 'node_modules/.pnpm/pino@10/node_modules';

/** A workspace as pnpm lays it out: pino is in the store, under an alias, and its dependencies are links beside it. */
function layOut(folder: string): void {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  cpSync(join(INSTALLED, 'pino'), join(folder, STORE, 'pino'), { recursive: true });
  for (const name of readdirSync(INSTALLED).filter(name => name !== 'pino' && !name.startsWith('.')))
    symlinkSync(join(INSTALLED, name), join(folder, STORE, name));
  symlinkSync(join(folder, STORE, 'pino'), join(folder, 'node_modules/my-log'));
  mkdirSync(join(folder, 'node_modules/@shop'));
  symlinkSync(join(folder, 'packages/shared'), join(folder, 'node_modules/@shop/shared'));
}

let folder: string;
let collector: Collector;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'otel-run-links-')));
  layOut(folder);
  collector = await startCollector();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await collector.close();
});

describe.each(WAYS)('a bundle of a linked workspace, $name', way => {
  it.each(nodes())(
    'has the records of a logger from the store, Node.js $version',
    async ({ path, version }) => {
      const { file, remove } = await bundle(way, true, undefined, join(folder, 'main.mjs'));
      const { ended } = await observe(file, path, collector, `${way.name} ${version}`);
      remove();

      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const [record] = collector.of(`${way.name} ${version}`).logs;
      expect(record).toMatchObject({
        scope: 'pino',
        body: 'order was asked for',
        attributes: { orderId: 7 },
      });
    },
  );
});
