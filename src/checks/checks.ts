import type { Check, CheckId, CheckResult, Comparison, Evidence } from './check.ts';
import { BUDGET_CHECK } from './cost/budget.ts';
import { DELIVERY_CHECK } from './delivery.ts';
import { EXPECTATIONS_CHECK } from './expectations/check.ts';
import type { Facts } from './facts.ts';
import { INITIALIZATION_CHECKS } from './initialization.ts';
import { LOG_CHECKS } from './logs.ts';
import { METRIC_CHECKS } from './metrics.ts';
import { RUN_CHECKS } from './run.ts';
import { hideSecrets } from './secret-patterns.ts';
import { SECRET_CHECK } from './secrets.ts';
import { SERVICE_CHECKS } from './service.ts';
import { SNAPSHOT_CHECK } from './snapshot/check.ts';
import { SPAN_CHECKS } from './spans.ts';

/** Every check, in order of display: checks that explain others come first. */
export const CHECKS: readonly Check[] = [
  ...RUN_CHECKS,
  ...INITIALIZATION_CHECKS,
  ...SERVICE_CHECKS,
  ...LOG_CHECKS,
  ...SPAN_CHECKS,
  ...METRIC_CHECKS,
  SECRET_CHECK,
  DELIVERY_CHECK,
  EXPECTATIONS_CHECK,
  BUDGET_CHECK,
  SNAPSHOT_CHECK,
];

/** Which checks count. */
export interface Selection {
  /** Only these are made; empty means all. */
  readonly only: readonly CheckId[];
  /** These do not fail the run. */
  readonly allow: readonly CheckId[];
}

/** Makes every check. Pure. */
export function runChecks(facts: Facts, { only, allow }: Selection): CheckResult[] {
  const seen = { ...facts, telemetry: withoutRedeliveries(facts) };
  return CHECKS.map(check => {
    if (only.length > 0 && !only.includes(check.id)) return skipped(check, 'not among --only');
    const result = runCheck(check, seen);
    if (result.status !== 'fail' || !allow.includes(check.id)) return result;
    return { ...result, status: 'skip', message: `Allowed by --allow: ${result.message}` };
  });
}

/** Whether the run passes: no error-level check failed. */
export function holds(results: readonly CheckResult[]): boolean {
  return !results.some(({ status, severity }) => status === 'fail' && severity === 'error');
}

/** Whether a string is a check's id. */
export function isCheckId(text: string): text is CheckId {
  return CHECKS.some(({ id }) => id === text);
}

function runCheck(check: Check, facts: Facts): CheckResult {
  const { id, severity } = check;
  const findings = check.find(facts);
  if ('skip' in findings) return skipped(check, findings.skip);
  if ('note' in findings)
    return { id, status: 'pass', severity, message: check.holds, evidence: findings.note.map(hideIn) };
  if ('warn' in findings)
    return {
      id,
      status: 'fail',
      severity: 'warning',
      message: check.fails,
      evidence: findings.warn.map(hideIn),
    };
  const evidence = findings.map(hideIn);
  const status = evidence.length === 0 ? 'pass' : 'fail';
  return { id, status, severity, message: status === 'pass' ? check.holds : check.fails, evidence };
}

function skipped({ id, severity }: Check, reason: string): CheckResult {
  return { id, status: 'skip', severity, message: `Not checked: ${reason}.`, evidence: [] };
}

/** A span id received twice is the same span: a delivery without an answer is repeated. */
function withoutRedeliveries({ telemetry }: Facts): Facts['telemetry'] {
  const spans = new Map(telemetry.spans.map(span => [`${span.traceId}/${span.spanId}`, span]));
  return { ...telemetry, spans: [...spans.values()] };
}

/** Reports are kept and passed on, so secrets are removed. */
function hideIn(evidence: Evidence): Evidence {
  const { text, comparison } = evidence;
  return {
    ...evidence,
    text: hideSecrets(text),
    ...(comparison && { comparison: comparison.map(hideInComparison) }),
  };
}

function hideInComparison({ expected, received, ...rest }: Comparison): Comparison {
  return { ...rest, expected: hideSecrets(expected), received: hideSecrets(received) };
}
