import type { Telemetry } from '../../receiver/telemetry.ts';
import { RESOURCE_RULES } from './resource-rules.ts';
import type { Impact, Rule, RuleStatus } from './rule.ts';
import { LOG_RULES, METRIC_RULES, SPAN_RULES } from './signal-rules.ts';

/** All published rules, including those that one run cannot decide. */
export const RULES: readonly Rule[] = [...RESOURCE_RULES, ...SPAN_RULES, ...METRIC_RULES, ...LOG_RULES];

const WEIGHTS: Readonly<Record<Impact, number>> = { critical: 40, important: 30, normal: 20, low: 10 };

/** Lowest value of each category. A fraction belongs to the lower category. */
const CATEGORIES = [
  [90, 'Excellent'],
  [75, 'Good'],
  [50, 'Needs Improvement'],
  [0, 'Poor'],
] as const;

/** One rule and its outcome. */
export type RuleResult = Pick<Rule, 'id' | 'impact' | 'about'> & { readonly status: RuleStatus };

/** The Instrumentation Score of the received telemetry. */
export interface Score {
  /**
   * 0 to 100, to two decimals; null if no rule could be decided or there are no
   * spans: a silent service is not good.
   */
  readonly value: number | null;
  readonly category: (typeof CATEGORIES)[number][1] | null;
  /** Never true, because some rules are about weeks and whole fleets. */
  readonly complete: false;
  readonly rules: readonly RuleResult[];
}

/**
 * Computes the score. A rule is decided for all received telemetry together: it
 * fails if it fails for one service.
 */
export function computeScore(telemetry: Telemetry): Score {
  const rules = RULES.map(({ id, impact, about, decide }): RuleResult => {
    return { id, status: decide?.(telemetry) ?? 'skip', impact, about };
  });
  const value = telemetry.spans.length === 0 ? null : scoreOf(rules);
  const category = value === null ? null : categoryOf(value);
  return { value, category, complete: false, rules };
}

/**
 * The published formula: the weights of the passed rules divided by those of the decided rules, times 100;
 * null if no rule was decided. https://github.com/instrumentation-score/spec/blob/main/specification.md
 */
export function scoreOf(rules: readonly Pick<RuleResult, 'impact' | 'status'>[]): number | null {
  const weigh = (...statuses: RuleStatus[]) =>
    rules
      .filter(({ status }) => statuses.includes(status))
      .reduce((sum, { impact }) => sum + WEIGHTS[impact], 0);
  const decided = weigh('pass', 'fail');
  return decided === 0 ? null : Math.round((weigh('pass') / decided) * 10_000) / 100;
}

/** The category of a score. */
export function categoryOf(value: number): (typeof CATEGORIES)[number][1] {
  return CATEGORIES.find(([least]) => value >= least)?.[1] ?? 'Poor';
}
