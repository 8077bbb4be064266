import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle, HERE, type Way } from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** An application in TypeScript, with a package that only its name leads to. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "jobs", "version": "1.0.0" }',
  'src/jobs.ts': `import { kind } from './circle';
export async function run(id: string): Promise<string> { return \`run \${id} \${kind()}\`; }
export const sweep = async (id: string): Promise<string> => \`sweep \${id}\`;
export class Worker<T> { async handle(id: T): Promise<string> { return \`handle \${String(id)}\`; } }
export const queue = { process: async (id: string) => \`process \${id}\` };
export enum Color { Red, Green }
export const template = \`
export const quoted = 1;\`;
export   const quoted = async () => template.trim();
export let count = 0;
export function increment(): number { return ++count; }
`,
  'src/circle.ts': "import { run } from './jobs';\nexport const kind = () => typeof run;\n",
  'src/named.ts': 'export default async function named(id: string) { return "named " + id + named.name; }\n',
  'src/unnamed.ts': 'export default async (id: string) => "unnamed " + id;\n',
  'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
  'src/service.ts': `const Inject = (): ParameterDecorator => () => {};
export class Service { constructor(@Inject() readonly prefix = 'serve ') {} async serve(id: string) { return this.prefix + id; } }
export const check = (async (id: string) => \`check \${id}\`) satisfies (id: string) => Promise<string>;
`,
  'src/common.cjs': 'exports.legacy = async id => "legacy " + id;\n',
  'src/bills.ts': `import path = require('node:path');
const bills = { async bill(id: string): Promise<string> { return path.join('bill', id); } };
export = bills;
`,
  'src/main.ts': `import * as all from './jobs';
import { Color, Worker, increment, run, sweep } from './jobs';
import named from './named';
import unnamed from './unnamed';
import bills from './bills';
import { legacy } from './common.cjs';
import { check, Service } from './service';
import whole from 'pads';
async function main(): Promise<void> {
  console.log(await run('1'), await sweep('2'), await new Worker<string>().handle('3'), await all.queue.process('4'));
  console.log(await named('5'), (await unnamed('6')).length, await legacy('7'), await whole('8'), await all.quoted());
  console.log(await new Service().serve('9'), await check('10'), await bills.bill('11'));
  console.log(Color.Green, increment(), increment(), all.count, Object.keys(all).join());
}
main();
`,
  'node_modules/pads/package.json': '{ "name": "pads", "version": "1.0.0", "main": "index.js" }',
  'node_modules/pads/index.js': 'module.exports = async id => "pads " + id;\n',
};

const NAMED = {
  './src/jobs.ts#run': 'running',
  './src/jobs.ts#sweep': 'sweeping',
  './src/jobs.ts#Worker.prototype.handle': 'handling',
  './src/jobs.ts#queue.process': 'processing',
  './src/named.ts#default': 'naming',
  './src/common.cjs#legacy': 'legacy',
  'pads#default': 'padding',
  './src/service.ts#Service.prototype.serve': 'serving',
  './src/service.ts#check': 'checking',
  './src/bills.ts#bill': 'billing',
};

const OTEL_RUN_WORK_SPANS = Object.entries(NAMED)
  .map(([target, name]) => `${target}=${name}`)
  .join(', ');

const WAYS: readonly Way[] = [
  { name: 'esbuild, ES module', bundler: 'esbuild', format: 'esm' },
  { name: 'esbuild, CommonJS, minified', bundler: 'esbuild', format: 'cjs', minify: true },
  { name: 'Rolldown, ES module, minified', bundler: 'rolldown', format: 'esm', minify: true },
];

let collector: Collector;
let folder = '';
let plain: Bundle;
let bundles: readonly Bundle[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-named-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const input = join(folder, 'src/main.ts');
  const place = { ...HERE, cwd: folder, env: { OTEL_RUN_WORK_SPANS: 'pads#default=padding' } };
  [collector, plain, ...bundles] = await Promise.all([
    startCollector(),
    bundle(WAYS[0] as Way, false, place, input),
    ...WAYS.map(way => bundle(way, true, place, input)),
  ]);
});
afterAll(async () => {
  for (const { remove } of [plain, ...bundles]) remove();
  rmSync(folder, { recursive: true });
  await collector.close();
});

describe.each(nodes())('functions of a bundle on Node.js $version', ({ version, path: node }) => {
  it.each(WAYS.map((way, index) => ({ ...way, index })))('are named as work: $name', async way => {
    const { file } = bundles[way.index] ?? plain;
    const service = `${way.name} on ${version}`;

    const [without, bare, observed] = await Promise.all([
      run([node, plain.file]),
      run([node, file]),
      run(byOtelRun([node, file], node), {
        env: { ...collector.environment(service), OTEL_RUN_WORK_SPANS },
      }),
    ]);

    expect(without.stdout.split('\n')).toHaveLength(5);
    if (!way.minify) expect(bare).toEqual(without);
    expect(bare).toMatchObject({ code: 0, stderr: '' });
    expect(observed).toEqual(bare);
    expect(collector.of(service).spans.map(({ name }) => name)).toEqual(Object.values(NAMED));
  });

  it('are told where nothing has their name', async () => {
    const { stderr } = await run(byOtelRun([node, bundles[1]?.file ?? ''], node), {
      env: {
        ...collector.environment('unnamed'),
        OTEL_RUN_WORK_SPANS: './src/jobs.ts#ran=running, ./src/other.ts#run=running',
      },
    });

    expect(stderr).toMatch(/jobs\.ts#ran matched nothing: the module exports run, sweep, Worker, queue/);
    expect(stderr).toMatch(/other\.ts#run matched nothing: the module was not loaded/);
  });
});
