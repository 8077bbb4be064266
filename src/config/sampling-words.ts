import { compileGlob } from '../shared/glob.ts';
import type { SamplingAmount, SamplingRate, SamplingRule, SamplingSelector } from './parse/sampling.ts';

/**
 * Describes what sampling rules keep: `keeps every trace with an error, every one slower than 500 ms, none of
 * GET /healthz, 5 % of the rest, chosen consistently in every service`.
 */
export function samplingInWords(rules: readonly SamplingRule[]): string {
  const parts = rules.map(({ selector, amount }, index) => inWords(selector, amount, index === 0));
  const others = rules.some(({ selector }) => selector.kind === 'all') ? [] : ['every other one'];
  const isChosen = rules.some(
    ({ amount }) => amount.kind === 'share' && amount.share > 0 && amount.share < 1,
  );
  return `keeps ${[...parts, ...others].join(', ')}${isChosen ? ', chosen consistently in every service' : ''}`;
}

/** Rules that never apply because an earlier rule matches all that they match, each with that rule. */
export function unreachableRules(
  rules: readonly SamplingRule[],
): readonly { readonly rule: SamplingRule; readonly by: SamplingRule }[] {
  return rules.flatMap((rule, index) => {
    const by = rules.slice(0, index).find(earlier => covers(earlier.selector, rule.selector));
    return by ? [{ rule, by }] : [];
  });
}

function inWords(selector: SamplingSelector, amount: SamplingAmount, isFirst: boolean): string {
  const which = WHICH[selector.kind](selector, isFirst);
  if (amount.kind === 'rate') return `at most ${rateInWords(amount.rate)} ${which}`;
  if (isFirst && selector.kind === 'all' && amount.share % 1 === 0)
    return amount.share === 1 ? 'every trace' : 'no trace';
  if (amount.share === 0) return `${isFirst ? 'no trace' : 'none'} ${which}`;
  if (amount.share === 1) return `every ${isFirst ? 'trace' : 'one'} ${which}`;
  const share = `${Number((amount.share * 100).toPrecision(4))} %`;
  const isOf = selector.kind === 'name' || selector.kind === 'all';
  return isOf ? `${share} ${which}` : `${share} of those ${which}`;
}

/** A selector in words, to follow a quantity of traces. */
const WHICH: {
  readonly [Kind in SamplingSelector['kind']]: (selector: SamplingSelector, isFirst: boolean) => string;
} = {
  error: () => 'with an error',
  slow: selector => `slower than ${selector.kind === 'slow' ? timeInWords(selector.milliseconds) : ''}`,
  name: selector => `of ${selector.kind === 'name' ? selector.pattern : ''}`,
  all: (_selector, isFirst) => (isFirst ? 'of all traces' : 'of the rest'),
};

function rateInWords({ number, seconds }: SamplingRate): string {
  return `${number} ${seconds === 1 ? 'a second' : seconds === 60 ? 'a minute' : 'an hour'}`;
}

function timeInWords(milliseconds: number): string {
  return milliseconds >= 1000 ? `${milliseconds / 1000} s` : `${milliseconds} ms`;
}

function covers(earlier: SamplingSelector, later: SamplingSelector): boolean {
  if (earlier.kind === 'all') return true;
  if (earlier.kind === 'slow') return later.kind === 'slow' && earlier.milliseconds <= later.milliseconds;
  // Only a `*` of the earlier pattern matches a `*` of the later one, and it then covers all of it.
  if (earlier.kind === 'name') return later.kind === 'name' && compileGlob(earlier.pattern)(later.pattern);
  return later.kind === 'error';
}
