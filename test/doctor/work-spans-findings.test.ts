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
  ['dist/jobs.js#run=jobs', ['dist/jobs.js']],
])('of %s the modules %j are missing', (value, missing) => {
  const folder = writeTree({
    ...installed('queue', '1.0.0'),
    'node_modules/queue/index.js': '',
    'node_modules/esm-only/package.json': { name: 'esm-only', exports: { import: './index.mjs' } },
    'dist/jobs.js': '',
  });
  const configuration = resolveConfiguration({ flags: {}, env: { OTEL_RUN_WORK_SPANS: value } });
  const found = workSpansFindings(configuration, folder);
  expect(found.map(({ data }) => data.module)).toEqual(missing);
});
