import { TraceState } from '@opentelemetry/core';
import { describe, expect, it } from 'vitest';
import { parseSampling } from '../../../../src/config/parse/sampling.ts';
import type { LocalTraceFacts } from '../../../../src/preload/delivery/handed-over.ts';
import { createBuckets } from '../../../../src/preload/sdk/sampling/buckets.ts';
import { compileRules, decideTrace, shareOfAll } from '../../../../src/preload/sdk/sampling/decide.ts';
import {
  KEEP_ALL,
  randomnessOf,
  readSamplingState,
  thresholdOf,
  withThreshold,
} from '../../../../src/preload/sdk/sampling/threshold.ts';

const compiled = (text: string) => compileRules(parseSampling(text).rules);

/** Of the specification's table, "Converting floating-point probability to threshold value", precision 4. */
const SHARES = [
  { share: 1, th: '0' },
  { share: 1 / 2, th: '8' },
  { share: 1 / 3, th: 'aaab' },
  { share: 1 / 4, th: 'c' },
  { share: 1 / 5, th: 'cccd' },
  { share: 1 / 8, th: 'e' },
  { share: 1 / 10, th: 'e666' },
  { share: 1 / 16, th: 'f' },
  { share: 1 / 100, th: 'fd70a' },
  { share: 1 / 1000, th: 'ffbe77' },
  { share: 1 / 10_000, th: 'fff9724' },
  { share: 1 / 100_000, th: 'ffff583a' },
  { share: 1 / 1_000_000, th: 'ffffef39' },
  { share: 1e-17, th: 'ffffffffffff' },
];

const STATES = [
  { before: undefined, share: 1 / 2, after: 'ot=th:8' },
  { before: undefined, share: 1, after: 'ot=th:0' },
  { before: undefined, share: undefined, after: undefined },
  { before: 'vendor=1', share: 1 / 4, after: 'ot=th:c,vendor=1' },
  { before: 'vendor=1,ot=th:8;rv:abcdefabcdef12', share: 1 / 4, after: 'ot=th:c;rv:abcdefabcdef12,vendor=1' },
  { before: 'ot=rv:abcdefabcdef12;x:y', share: 1, after: 'ot=th:0;rv:abcdefabcdef12;x:y' },
  { before: 'ot=th:8', share: undefined, after: '' },
  { before: 'ot=th:8,vendor=1', share: undefined, after: 'vendor=1' },
];

/** A trace that nothing is special about, of the highest randomness below a half. */
const PLAIN: LocalTraceFacts = {
  names: ['GET /'],
  hasError: false,
  milliseconds: 5,
  randomness: '7fffffffffffff',
  threshold: undefined,
  isCountable: true,
};

const RULES = 'error=1, slow:500ms=1, GET /healthz=0, POST /*=0.5, worker *=0.25, *=0.05';

const DECISIONS = [
  { name: 'an error', facts: { hasError: true }, th: KEEP_ALL },
  {
    name: 'an error of what is never kept',
    facts: { hasError: true, names: ['GET /healthz'] },
    th: KEEP_ALL,
  },
  { name: 'a slow one', facts: { milliseconds: 500.1 }, th: KEEP_ALL },
  { name: 'one that is not slower', facts: { milliseconds: 500 } },
  { name: 'a route that is never kept', facts: { names: ['GET /healthz'], randomness: 'ffffffffffffff' } },
  { name: 'another name of it', facts: { names: ['GET', 'GET /healthz'], randomness: 'ffffffffffffff' } },
  { name: 'half, at the bound', facts: { names: ['POST /a'], randomness: '80000000000000' }, th: '8' },
  { name: 'half, below', facts: { names: ['POST /a'] } },
  { name: 'a quarter', facts: { names: ['worker tick'], randomness: 'c0000000000001' }, th: 'c' },
  { name: 'the rest, dropped', facts: { randomness: 'f3332fffffffff' } },
  { name: 'the rest, kept', facts: { randomness: 'f3333000000000' }, th: 'f3333' },
  {
    name: 'a larger share than was kept before',
    facts: { names: ['POST /a'], randomness: 'f0000000000000', threshold: 'e0000000000000' },
    th: 'e',
  },
  {
    name: 'an error of what a share was kept of',
    facts: { hasError: true, threshold: '60000000000000' },
    th: '6',
  },
  {
    name: 'one that was kept by something else',
    facts: { hasError: true, threshold: '90000000000000' },
    th: null,
  },
  { name: 'an error of an unknown share', facts: { hasError: true, isCountable: false }, th: null },
];

describe('a threshold', () => {
  it.each(SHARES)('of the share $share is $th', ({ share, th }) => {
    expect(thresholdOf(share)).toBe(th.padEnd(14, '0'));
  });

  it('of nothing is above all randomness', () => {
    expect('f'.repeat(14) < thresholdOf(0)).toBe(true);
  });

  it.each(STATES)('$share makes of $before: $after', ({ before, share, after }) => {
    const traceState = before === undefined ? undefined : new TraceState(before);
    const changed = withThreshold(traceState, share === undefined ? undefined : thresholdOf(share));
    expect(changed?.serialize()).toBe(after);
    expect(traceState?.serialize()).toBe(before);
  });

  it('is read, malformed ones are not', () => {
    const read = (value: string) => readSamplingState(new TraceState(value));
    expect(read('ot=th:8;rv:00000000000001')).toEqual({
      threshold: '80000000000000',
      randomness: '00000000000001',
    });
    const none = { threshold: undefined, randomness: undefined };
    for (const value of ['x=y', 'ot=th:', 'ot=th:G', 'ot=th:123456789012345', 'ot=rv:1', 'ot=oth:8'])
      expect(read(value)).toEqual(none);
    const context = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '', traceFlags: 1 };
    expect(randomnessOf(context, none)).toBe('48eb211c80319c');
    expect(randomnessOf(context, { ...none, randomness: '00000000000001' })).toBe('00000000000001');
  });
});

describe('a decision', () => {
  it.each(DECISIONS)('on $name', ({ facts, th }) => {
    const { keep, threshold } = decideTrace(compiled(RULES), { ...PLAIN, ...facts }, () => false);
    expect({ keep, threshold }).toEqual({ keep: th !== undefined, threshold: th?.padEnd(14, '0') });
  });

  it('keeps what no rule names', () => {
    const verdict = decideTrace(compiled('GET /healthz=0'), { ...PLAIN, randomness: KEEP_ALL }, () => false);
    expect(verdict).toEqual({ keep: true, threshold: KEEP_ALL });
  });

  it('keeps by a rate as many as there are, with no probability', () => {
    let now = 0;
    const rules = compiled('error=2/s, *=30/m');
    const takes = createBuckets(() => now);
    const kept = (hasError: boolean, times: number) =>
      Array.from({ length: times }, () => decideTrace(rules, { ...PLAIN, hasError }, takes)).filter(
        ({ keep, threshold }) => keep && threshold === undefined,
      ).length;
    expect([kept(true, 100), kept(false, 100)]).toEqual([2, 30]);
    now = 500;
    expect([kept(true, 100), kept(false, 100)]).toEqual([1, 0]);
    now = 2500;
    expect([kept(true, 100), kept(false, 100)]).toEqual([2, 1]);
    now = 1_000_000;
    expect([kept(true, 100), kept(false, 100)]).toEqual([2, 30]);
  });

  it.each([
    { text: '*=0.5', share: '8' },
    { text: '*=1', share: '0' },
    { text: 'error=1, *=1, GET /=0', share: '0' },
    { text: 'error=1, slow:5s=1', share: '0' },
    { text: 'error=1, *=0.5', share: undefined },
    { text: 'GET /healthz=0', share: undefined },
    { text: '*=10/s', share: undefined },
  ])('is certain from the start by $text: $share', ({ text, share }) => {
    expect(shareOfAll(compiled(text))).toBe(share?.padEnd(14, '0'));
  });
});
