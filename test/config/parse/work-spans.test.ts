import { describe, expect, it } from 'vitest';
import { parseWorkSpans, type WorkSpan, type WorkSpanProblem } from '../../../src/config/parse/work-spans.ts';

const READABLE: readonly [value: string, ...expected: WorkSpan[]][] = [
  ['./jobs.js#recover=recovery', { module: './jobs.js', path: ['recover'], name: 'recovery' }],
  [
    ' ../jobs.js # default = orders process ',
    { module: '../jobs.js', path: ['default'], name: 'orders process' },
  ],
  [
    '@acme/jobs/worker#Worker.prototype.handle=jobs process',
    { module: '@acme/jobs/worker', path: ['Worker', 'prototype', 'handle'], name: 'jobs process' },
  ],
  ['./a.js#$run_1=a=b#c', { module: './a.js', path: ['$run_1'], name: 'a=b#c' }],
  [
    './a.js#a=A,,./b.js#b=B,',
    { module: './a.js', path: ['a'], name: 'A' },
    { module: './b.js', path: ['b'], name: 'B' },
  ],
  [''],
];

const UNREADABLE: readonly [value: string, problem: WorkSpanProblem][] = [
  ['"./jobs.js#recover=recovery"', 'quoted'],
  ['#recover=recovery', 'module'],
  ['./jobs.js', 'export'],
  ['./jobs.js#', 'export'],
  ['./jobs.js=recovery', 'export'],
  ['./jobs.js#queue..process=work', 'export'],
  ['./jobs.js#recover()=recovery', 'export'],
  ['./jobs.js#Worker.prototype=work', 'prototype'],
  ['./jobs.js#Worker.prototype.constructor=work', 'prototype'],
  ['./jobs.js#recover', 'name'],
  ['./jobs.js#recover= ', 'name'],
];

describe('parseWorkSpans', () => {
  it.each(READABLE)('reads %o', (value, ...workSpans) => {
    expect(parseWorkSpans(value)).toEqual({ workSpans, problems: [] });
  });

  it.each(UNREADABLE)('says what is wrong with %o: %s', (value, problem) => {
    expect(parseWorkSpans(value)).toEqual({ workSpans: [], problems: [{ position: 1, problem }] });
  });

  it('reads what is right beside what is wrong', () => {
    expect(parseWorkSpans('./a.js, ./b.js#b=B')).toEqual({
      workSpans: [{ module: './b.js', path: ['b'], name: 'B' }],
      problems: [{ position: 1, problem: 'export' }],
    });
  });
});
