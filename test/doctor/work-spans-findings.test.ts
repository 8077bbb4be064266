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
  { workSpans: 'dist/jobs.js#run=jobs', missing: ['dist/jobs.js'] },
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
