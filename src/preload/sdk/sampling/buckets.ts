import { monotonicNow } from '../../foundation/intrinsics.ts';
import type { CompiledRule } from './decide.ts';

/**
 * Rates of rules: each has a bucket, which holds the number allowed per interval and refills evenly.
 *
 * @returns takes one from a rule's bucket, or says that none is left
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
