import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** Each module calls what the other exports before that one has run: functions are there from the beginning. */
const FILES = {
  'jobs.mjs': `import './parts.mjs';
    export function recover() { return 'recovered'; }
    export async function load() { return 'loaded'; }
    export const list = () => 'listed';
    export default function main() { return 'main'; }`,
  'parts.mjs': `import main, { recover } from './jobs.mjs';
    export const first = recover() + ' ' + main();
    export function check() { return recover(); }`,
  'by-name.mjs': `import main, { list, load, recover } from './jobs.mjs';
    import { check, first } from './parts.mjs';
    console.log(first, recover(), await load(), list(), main(), check());`,
  'by-namespace.mjs': `import * as jobs from './jobs.mjs';
    console.log(jobs.recover(), await jobs.load(), jobs.list(), jobs.default(), Object.keys(jobs).join());`,
  'by-import.mjs': `const jobs = await import('./jobs.mjs?v=1');
    console.log(jobs.recover(), await jobs.load(), jobs.list(), jobs.default(), Object.keys(jobs).join());`,
  'of-a-package.mjs': `import OpenAI from 'openai';
    console.log(OpenAI());`,
  'node_modules/openai/package.json': `{
    "name": "openai", "version": "6.1.0", "type": "module", "exports": { ".": "./index.mjs" }
  }`,
  'node_modules/openai/index.mjs': `import { value } from './lib/value.mjs';
    export default function OpenAI() { return value; }`,
  'node_modules/openai/lib/value.mjs': `import { part } from './part.mjs';
    export function helper() { return 'helped'; }
    export const value = part;`,
  'node_modules/openai/lib/part.mjs': `import OpenAI from '../index.mjs';
    import { helper } from './value.mjs';
    export const part = helper() + typeof OpenAI;`,
};

const NAMED = ['recover', 'load', 'list', 'default', 'missing'].map(name => `./jobs.mjs#${name}=${name}`);

const WORK = ['recover', 'load', 'list', 'default'];

const SAID =
  'otel-run: OTEL_RUN_WORK_SPANS: ./jobs.mjs#missing matched nothing: the module exports recover, load, list, default\n';

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-circles-'));
  for (const [file, source] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), source);
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await collector.close();
});

const PROGRAMS = [
  { program: 'by-name.mjs', named: [...WORK, 'recover'] },
  { program: 'by-namespace.mjs', named: WORK },
  // With the query it is a module of its own, and the one without has run when it is called.
  { program: 'by-import.mjs', named: [...WORK, 'default', 'recover'] },
  { program: 'of-a-package.mjs', named: [] },
];

describe.each(nodes())('a circle of imports, Node.js $version', ({ version, path: node }) => {
  it.concurrent.each(PROGRAMS)('runs as bare, $program', async ({ program, named }) => {
    const service = `${version} ${program}`;
    const isOfPackage = named.length === 0;
    const work = isOfPackage ? {} : { OTEL_RUN_WORK_SPANS: NAMED.join(',') };
    const bare = await run([node, program], { cwd: folder });
    expect(bare).toMatchObject({ code: 0, stderr: '' });

    const env = { ...collector.environment(service), ...work };
    const ended = await run(byOtelRun([node, program], node), { env, cwd: folder });

    expect(ended).toEqual({ ...bare, stderr: isOfPackage ? '' : SAID });
    if (isOfPackage) return;
    const { spans } = await collector.waitFor(service, got => got.spans.length >= named.length);
    expect(spans.map(({ name }) => name).sort()).toEqual([...named].sort());
  });
});
