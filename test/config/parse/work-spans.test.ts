import { describe, expect, it } from 'vitest';
import { parseWorkSpans, type WorkSpan, type WorkSpanProblem } from '../../../src/config/parse/work-spans.ts';

const READABLE: readonly { text: string; workSpans: WorkSpan[] }[] = [
  {
    text: './jobs.js#recover=recovery',
    workSpans: [{ module: './jobs.js', path: ['recover'], name: 'recovery' }],
  },
  {
    text: ' ../jobs.js # default = orders process ',
    workSpans: [{ module: '../jobs.js', path: ['default'], name: 'orders process' }],
  },
  {
    text: '@acme/jobs/worker#Worker.prototype.handle=jobs process',
    workSpans: [
      { module: '@acme/jobs/worker', path: ['Worker', 'prototype', 'handle'], name: 'jobs process' },
    ],
  },
  { text: './a.js#$run_1=a=b#c', workSpans: [{ module: './a.js', path: ['$run_1'], name: 'a=b#c' }] },
  {
    text: './a.js#a=A,,./b.js#b=B,',
    workSpans: [
      { module: './a.js', path: ['a'], name: 'A' },
      { module: './b.js', path: ['b'], name: 'B' },
    ],
  },
  { text: '', workSpans: [] },
];

const UNREADABLE: readonly { text: string; problem: WorkSpanProblem }[] = [
  { text: '"./jobs.js#recover=recovery"', problem: 'quoted' },
  { text: '#recover=recovery', problem: 'module' },
  { text: './jobs.js', problem: 'export' },
  { text: './jobs.js#', problem: 'export' },
  { text: './jobs.js=recovery', problem: 'export' },
  { text: './jobs.js#queue..process=work', problem: 'export' },
  { text: './jobs.js#recover()=recovery', problem: 'export' },
  { text: './jobs.js#Worker.prototype=work', problem: 'prototype' },
  { text: './jobs.js#Worker.prototype.constructor=work', problem: 'prototype' },
  { text: './jobs.js#recover', problem: 'name' },
  { text: './jobs.js#recover= ', problem: 'name' },
];

describe('parseWorkSpans', () => {
  it.each(READABLE)('reads $text', ({ text, workSpans }) => {
    expect(parseWorkSpans(text)).toEqual({ workSpans, problems: [] });
  });

  it.each(UNREADABLE)('says what is wrong with $text: $problem', ({ text, problem }) => {
    expect(parseWorkSpans(text)).toEqual({ workSpans: [], problems: [{ position: 1, problem }] });
  });

  it('reads what is right beside what is wrong', () => {
    expect(parseWorkSpans('./a.js, ./b.js#b=B')).toEqual({
      workSpans: [{ module: './b.js', path: ['b'], name: 'B' }],
      problems: [{ position: 1, problem: 'export' }],
    });
  });
});
