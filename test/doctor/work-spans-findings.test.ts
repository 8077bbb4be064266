import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveConfiguration } from '../../src/config/resolve.ts';
import { workSpansFindings } from '../../src/doctor/work-spans-findings.ts';
import { installed, writeTree } from './write-tree.ts';

it.each<{ workSpans: string; missing: string[] }>([
  { workSpans: './dist/jobs.js#run=jobs', missing: [] },
  { workSpans: './dist/jobs#run=jobs', missing: [] },
  { workSpans: 'queue#process=jobs', missing: [] },
  { workSpans: 'esm-only#process=jobs', missing: [] },
  {
    workSpans: './src/jobs.js#run=jobs, queue#process=jobs, no-queue#process=jobs',
    missing: ['./src/jobs.js', 'no-queue'],
  },
  { workSpans: './none.js#a=b, ./none.js#c=d', missing: ['./none.js'] },
  { workSpans: 'dist/jobs.js#run=jobs', missing: [] },
  { workSpans: 'dist/none.js#run=jobs, dist#run=jobs', missing: ['dist/none.js', 'dist'] },
])('misses the modules $missing of $workSpans', ({ workSpans, missing }) => {
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
    value: './src/jobs.ts#run=jobs, src/jobs.ts#other=jobs, ./src/none.ts#run=jobs',
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
