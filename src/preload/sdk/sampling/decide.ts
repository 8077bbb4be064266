import type { SamplingRate, SamplingRule } from '../../../config/parse/sampling.ts';
import { compileGlob } from '../../../shared/glob.ts';
import type { LocalTraceFacts, Threshold } from '../../delivery/handed-over.ts';
import { KEEP_ALL, thresholdOf } from './threshold.ts';

/** Whether a local trace is kept. */
export interface SamplingVerdict {
  readonly keep: boolean;
  /** The threshold by which it was kept; undefined if its probability is unknown. */
  readonly threshold: Threshold | undefined;
}

/** A rule, ready for use. */
export interface CompiledRule {
  readonly holds: (facts: LocalTraceFacts) => boolean;
  /** Undefined for a rate. */
  readonly threshold: Threshold | undefined;
  readonly rate: SamplingRate | undefined;
}

const DROPPED: SamplingVerdict = { keep: false, threshold: undefined };
const UNCOUNTED: SamplingVerdict = { keep: true, threshold: undefined };

/** The decision if no rule matches. */
const OTHERWISE: CompiledRule = { holds: () => true, threshold: KEEP_ALL, rate: undefined };

/** Prepares rules for `decideTrace`. If none of them matches, everything is kept. */
export function compileRules(rules: readonly SamplingRule[]): readonly CompiledRule[] {
  return [...rules.map(compileRule), OTHERWISE];
}

/**
 * Decides by the first rule that matches.
 *
 * @param takes whether a rule with a rate has one left
 */
export function decideTrace(
  rules: readonly CompiledRule[],
  facts: LocalTraceFacts,
  takes: (rule: CompiledRule) => boolean,
): SamplingVerdict {
  const rule = rules.find(({ holds }) => holds(facts)) ?? OTHERWISE;
  if (rule.threshold === undefined) return takes(rule) ? UNCOUNTED : DROPPED;
  return decideByShare(rule.threshold, facts);
}

/** Decides only by a share. A trace that an earlier, smaller share kept still counts by that share. */
export function decideByShare(
  share: Threshold,
  { randomness, threshold, isCountable }: Pick<LocalTraceFacts, 'randomness' | 'threshold' | 'isCountable'>,
): SamplingVerdict {
  if (randomness < share) return DROPPED;
  if (threshold === undefined && !isCountable) return UNCOUNTED;
  const before = threshold ?? KEEP_ALL;
  // Kept before although its threshold says otherwise: the earlier decision had another basis.
  if (randomness < before) return UNCOUNTED;
  return { keep: true, threshold: share > before ? share : before };
}

/** The share that decides in every case; undefined if that depends on the trace. */
export function shareOfAll(rules: readonly CompiledRule[]): Threshold | undefined {
  const last = rules.findIndex(({ holds }) => holds === always);
  const effective = last === -1 ? rules : rules.slice(0, last + 1);
  const [first] = effective;
  return effective.every(({ threshold }) => threshold === first?.threshold) ? first?.threshold : undefined;
}

function compileRule({ selector, amount }: SamplingRule): CompiledRule {
  return {
    holds: compileSelector(selector),
    threshold: amount.kind === 'share' ? thresholdOf(amount.share) : undefined,
    rate: amount.kind === 'rate' ? amount.rate : undefined,
  };
}

function compileSelector(selector: SamplingRule['selector']): CompiledRule['holds'] {
  if (selector.kind === 'error') return ({ hasError }) => hasError;
  if (selector.kind === 'slow') return ({ milliseconds }) => milliseconds > selector.milliseconds;
  if (selector.kind === 'all') return always;
  const matches = compileGlob(selector.pattern);
  return ({ names }) => names.some(matches);
}

function always(): boolean {
  return true;
}
