import type { Evidence } from '../../checks/check.ts';
import { CHECKS } from '../../checks/checks.ts';
import type { Facts } from '../../checks/facts.ts';
import { hideSecrets } from '../../checks/secret-patterns.ts';
import type { LogRecord, Span } from '../../receiver/telemetry.ts';
import type { ViewFindingCode } from '../model/findings.ts';
import type { Occurrence } from './occurrence.ts';

/** Checks of `smoke` that need only telemetry, so they can be applied to one trace at a time. */
const OF_TRACES = [
  'no-duplicate-spans',
  'span-names-low-cardinality',
  'background-work-named',
  'logs-structured',
  'log-messages-stable',
] as const satisfies readonly ViewFindingCode[];

/** Output for people need not be structured. */
const PRINTED = 'console';

type CheckCode = (typeof OF_TRACES)[number] | 'no-secrets' | 'logs-correlated';

/** The findings of the checks of `smoke` for a trace. */
export function checkTrace(spans: readonly Span[], logs: readonly LogRecord[]): readonly Found[] {
  const structured = logs.filter(({ scope }) => scope.name !== PRINTED);
  return OF_TRACES.flatMap(code => runCheck(code, spans, structured));
}

/** A check's finding, with its place. */
export interface Found {
  readonly evidence: Evidence;
  readonly about: Pick<Occurrence, 'code' | 'severity' | 'fix'>;
}

/** Applies one check to some telemetry. */
export function runCheck(
  code: CheckCode,
  spans: readonly Span[],
  logs: readonly LogRecord[],
): readonly Found[] {
  const check = CHECKS.find(({ id }) => id === code);
  if (!check) return [];
  const findings = check.find(factsOf(spans, logs));
  if ('skip' in findings || 'note' in findings) return [];
  const isWarning = 'warn' in findings;
  const about = { code, severity: isWarning ? ('warning' as const) : check.severity, fix: check.fails };
  return (isWarning ? findings.warn : findings).map(evidence => ({
    evidence: { ...evidence, text: hideSecrets(evidence.text) },
    about,
  }));
}

/** A run about which nothing else is known. */
function factsOf(spans: readonly Span[], logs: readonly LogRecord[]): Facts {
  return {
    telemetry: { spans, logs, metricPoints: [], requests: [] },
    processes: [],
    requests: [],
    command: {
      argv: [],
      code: null,
      signal: null,
      stoppedBy: null,
      killed: false,
      notReady: null,
      lastOutput: [],
    },
    expected: { serviceName: null, metrics: true, traces: true, ignorePaths: [] },
    expectations: null,
  };
}
