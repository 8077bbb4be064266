import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveConfiguration } from '../../src/config/resolve.ts';
import { workSpansFindings } from '../../src/doctor/work-spans-findings.ts';
import { installed, writeTree } from './write-tree.ts';

it.each<[value: string, missing: string[]]>([
  ['./dist/jobs.js#run=jobs', []],
  ['./dist/jobs#run=jobs', []],
  ['queue#process=jobs', []],
  ['esm-only#process=jobs', []],
  ['./src/jobs.js#run=jobs, queue#process=jobs, no-queue#process=jobs', ['./src/jobs.js', 'no-queue']],
  ['./none.js#a=b, ./none.js#c=d', ['./none.js']],
  ['dist/jobs.js#run=jobs', []],
  ['dist/none.js#run=jobs, dist#run=jobs', ['dist/none.js', 'dist']],
])('of %s the modules %j are missing', (value, missing) => {
  const folder = writeTree({
    ...installed('queue', '1.0.0'),
    'node_modules/queue/index.js': '',
    'node_modules/esm-only/package.json': { name: 'esm-only', exports: { import: './index.mjs' } },
    'dist/jobs.js': '',
  });
  const configuration = resolveConfiguration({ flags: {}, env: { OTEL_RUN_WORK_SPANS: workSpans } });
  const found = workSpansFindings(configuration, folder);
  expect(found.map(({ data }) => data.module)).toEqual(missing);
});

it.each<{ name: string; value: string; entry: string; missing: string[] }>([
  {
    name: 'a module of its own',
    value: './src/jobs.ts#run=jobs, ./src/none.ts#run=jobs',
    entry: 'x?.(["","","src/jobs.ts",2],0,{});',
    missing: ['./src/none.ts'],
  },
  {
    name: 'a package, minified',
    value: 'pads#default=jobs, none#default=jobs',
    entry: 'x&&(e.exports=x([`pads`,`1.0.0`,`index.js`,0],e.exports))',
    missing: ['none'],
  },
  {
    name: 'a module in a string',
    value: './src/jobs.cjs#run=jobs',
    entry: 'eval("x([\\"\\",\\"\\",\\"src/jobs.cjs\\",2],module.exports)")',
    missing: [],
  },
])('what a bundle holds is there: $name', ({ value, entry, missing }) => {
  const listener = entry.includes('\\"') ? '\\"otel-run.modules\\"' : '"otel-run.modules"';
  const folder = writeTree({ 'dist/main.js': `let x=globalThis[Symbol.for(${listener})];${entry}` });
  const configuration = resolveConfiguration({ flags: {}, env: { OTEL_RUN_WORK_SPANS: value } });

  const found = workSpansFindings(configuration, folder, join(folder, 'dist/main.js'));

  expect(found.map(({ data }) => data.module)).toEqual(missing);
});
