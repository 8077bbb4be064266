import type { Telemetry } from '../../receiver/telemetry.ts';

export type Impact = 'critical' | 'important' | 'normal' | 'low';

/** `skip`: one run cannot decide it, or nothing relevant was received. */
export type RuleStatus = 'pass' | 'fail' | 'skip';

/** One rule of the Instrumentation Score. https://github.com/instrumentation-score/spec/tree/main/rules */
export interface Rule {
  readonly id: string;
  readonly impact: Impact;
  /** The rule in a few words. */
  readonly about: string;
  /** Pure. Undefined: one run can never decide it. */
  readonly decide?: (telemetry: Telemetry) => RuleStatus;
}

/** Without items, a skip; otherwise every item must pass. */
export function everyOne<Item>(items: readonly Item[], holds: (item: Item) => boolean): RuleStatus {
  if (items.length === 0) return 'skip';
  return items.every(holds) ? 'pass' : 'fail';
}

/** For rules about weeks and fleets: a run can show a violation, but never compliance. */
export function unlessBroken(broken: boolean): RuleStatus {
  return broken ? 'fail' : 'skip';
}
