import { describe, expect, it } from 'vitest';
import { parseSampling } from '../../src/config/parse/sampling.ts';
import { samplingInWords, unreachableRules } from '../../src/config/sampling-words.ts';

const WORDS = [
  {
    text: 'error=1, slow:500ms=1, GET /healthz=0, *=0.05',
    words:
      'keeps every trace with an error, every one slower than 500 ms, none of GET /healthz, 5 % of the rest, chosen consistently in every service',
  },
  { text: '*=1', words: 'keeps every trace' },
  { text: '*=0', words: 'keeps no trace' },
  { text: '*=0.001', words: 'keeps 0.1 % of all traces, chosen consistently in every service' },
  { text: '*=10/s', words: 'keeps at most 10 a second of all traces' },
  { text: 'error=5/m, *=0', words: 'keeps at most 5 a minute with an error, none of the rest' },
  { text: 'GET /healthz=0', words: 'keeps no trace of GET /healthz, every other one' },
  {
    text: 'slow:1.5s=0.5, orders *=1',
    words:
      'keeps 50 % of those slower than 1.5 s, every one of orders *, every other one, chosen consistently in every service',
  },
];

const UNREACHABLE = [
  { text: 'error=1, slow:1s=1, GET /a=1, *=0.1', never: [] },
  { text: '*=0.1, error=1', never: ['error=1'] },
  { text: 'error=1, error=0.5', never: ['error=0.5'] },
  { text: 'slow:1s=1, slow:2s=0.5, slow:500ms=0.1', never: ['slow:2s=0.5'] },
  { text: 'GET *=0.1, GET /healthz=0, POST /a=1', never: ['GET /healthz=0'] },
  { text: 'GET /a*b=0.1, GET /*b=0', never: [] },
  { text: 'GET /*=0.1, GET /users/*=0', never: ['GET /users/*=0'] },
  { text: '*=1, **=0', never: ['**=0'] },
];

describe('sampling in words', () => {
  it.each(WORDS)('explains $text', ({ text, words }) => {
    expect(samplingInWords(parseSampling(text).rules)).toBe(words);
  });

  it.each(UNREACHABLE)('knows what never decides in $text', ({ text, never }) => {
    expect(unreachableRules(parseSampling(text).rules).map(({ rule }) => rule.text)).toEqual(never);
  });
});
