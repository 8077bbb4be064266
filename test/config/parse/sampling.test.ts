import { describe, expect, it } from 'vitest';
import { parseSampling, parseSamplingRate } from '../../../src/config/parse/sampling.ts';

const ROWS = [
  { text: '', rules: [] },
  { text: ' , ', rules: [] },
  { text: 'error=1', rules: [['error', 1]] },
  { text: 'ERROR = 0.5', rules: [['error', 0.5]] },
  { text: 'slow:500ms=1', rules: [['slow 500', 1]] },
  { text: 'slow: 1.5s = .25', rules: [['slow 1500', 0.25]] },
  { text: 'slow:2m=1e-3', rules: [['slow 120000', 0.001]] },
  { text: 'GET /healthz=0', rules: [['name GET /healthz', 0]] },
  { text: 'get  /healthz=0', rules: [['name GET /healthz', 0]] },
  { text: 'Post\t/orders/*=0', rules: [['name POST /orders/*', 0]] },
  { text: 'get prices=0', rules: [['name get prices', 0]] },
  { text: 'slow:500us=1', rules: [['slow 0.5', 1]] },
  { text: 'GET /a=b=0', rules: [['name GET /a=b', 0]] },
  { text: 'GET /a=b *=0', rules: [['name GET /a=b *', 0]] },
  { text: 'GET /a=1st *=0', rules: [['name GET /a=1st *', 0]] },
  { text: 'orders *=1', rules: [['name orders *', 1]] },
  { text: 'errors=1', rules: [['name errors', 1]] },
  { text: 'slowly=1', rules: [['name slowly', 1]] },
  { text: '*=0.05', rules: [['all', 0.05]] },
  { text: '**=10/s', rules: [['all', '10/1']] },
  { text: '*=30/m', rules: [['all', '30/60']] },
  {
    text: 'error=1, slow:500ms=1,\n GET /healthz=0, POST /checkout=1, *=0.05,',
    rules: [
      ['error', 1],
      ['slow 500', 1],
      ['name GET /healthz', 0],
      ['name POST /checkout', 1],
      ['all', 0.05],
    ],
  },
];

const PROBLEMS = [
  { text: '"error=1"', problem: 'quoted', position: 1 },
  { text: 'error=1 *=0.05', problem: 'no-comma', position: 1 },
  { text: 'error=1; *=0.05', problem: 'no-comma', position: 1 },
  { text: 'error=1;*=0.05', problem: 'no-comma', position: 1 },
  { text: 'error=1, GET /healthz=10/s\n*=0.05', problem: 'no-comma', position: 10 },
  { text: 'error', problem: 'no-amount', position: 1 },
  { text: 'error=', problem: 'no-amount', position: 1 },
  { text: 'error=1, =1', problem: 'no-name', position: 10 },
  { text: 'slow=1', problem: 'time', position: 1 },
  { text: 'slow:500=1', problem: 'time', position: 1 },
  { text: 'slow:-5ms=1', problem: 'time', position: 1 },
  { text: 'slow:ms=1', problem: 'time', position: 1 },
  { text: '*=1, error=1.5', problem: 'share', position: 6 },
  { text: '*=-0.1', problem: 'share', position: 1 },
  { text: '*=all', problem: 'share', position: 1 },
  { text: '*=NaN', problem: 'share', position: 1 },
  { text: '*=5%', problem: 'percent', position: 1 },
  { text: '*=0/s', problem: 'rate', position: 1 },
  { text: '*=0x1', problem: 'share', position: 1 },
  { text: '*=10/d', problem: 'rate', position: 1 },
  { text: '*=x/s', problem: 'rate', position: 1 },
];

describe('rules of sampling', () => {
  it.each(ROWS)('reads $text', ({ text, rules }) => {
    const parsed = parseSampling(text);
    expect(parsed.problems).toEqual([]);
    expect(
      parsed.rules.map(({ selector, amount }) => [
        Object.values(selector).join(' '),
        amount.kind === 'share' ? amount.share : Object.values(amount.rate).join('/'),
      ]),
    ).toEqual(rules);
  });

  it.each(PROBLEMS)('tells $problem at $position of $text', ({ text, problem, position }) => {
    expect(parseSampling(text).problems).toEqual([expect.objectContaining({ problem, position })]);
  });

  it('reads rates', () => {
    expect(['100/s', '6 / m', '1/h', '0/h', '100', 's'].map(parseSamplingRate)).toEqual([
      { number: 100, seconds: 1 },
      { number: 6, seconds: 60 },
      { number: 1, seconds: 3600 },
      ...[undefined, undefined, undefined],
    ]);
  });
});
