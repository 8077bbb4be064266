import { monotonicNow } from '../../foundation/intrinsics.ts';
import type { CompiledRule } from './decide.ts';

/**
 * Rates of rules: a bucket for each that fills by so many a second, up to those of one second or a single one.
 *
 * @returns whether a rule has one left, which is then taken
 */
export function createBuckets(now: () => number = monotonicNow): (rule: CompiledRule) => boolean {
  const buckets = new Map<CompiledRule, { left: number; at: number }>();
  return rule => {
    const { perSecond = 0 } = rule;
    const most = Math.max(1, perSecond);
    const time = now();
    const bucket = buckets.get(rule) ?? { left: most, at: time };
    buckets.set(rule, bucket);
    bucket.left = Math.min(most, bucket.left + ((time - bucket.at) / 1000) * perSecond);
    bucket.at = time;
    if (bucket.left < 1) return false;
    bucket.left--;
    return true;
  };
}
