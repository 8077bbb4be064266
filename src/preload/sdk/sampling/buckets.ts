import { monotonicNow } from '../../foundation/intrinsics.ts';
import type { CompiledRule } from './decide.ts';

/**
 * Rates of rules: a bucket for each, which holds as many as an interval may have and fills evenly.
 *
 * @returns whether a rule has one left, which is then taken
 */
export function createBuckets(now: () => number = monotonicNow): (rule: CompiledRule) => boolean {
  const buckets = new Map<CompiledRule, { left: number; at: number }>();
  return rule => {
    const { number, seconds } = rule.rate ?? { number: 0, seconds: 1 };
    const most = Math.max(1, number);
    const time = now();
    const bucket = buckets.get(rule) ?? { left: most, at: time };
    buckets.set(rule, bucket);
    bucket.left = Math.min(most, bucket.left + ((time - bucket.at) / 1000) * (number / seconds));
    bucket.at = time;
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  };
}
