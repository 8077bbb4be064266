import type { Evidence } from '../../checks/check.ts';
import { CHECKS } from '../../checks/checks.ts';
import type { Facts } from '../../checks/facts.ts';
import { hideSecrets } from '../../checks/secret-patterns.ts';
import type { LogRecord, Span } from '../../receiver/telemetry.ts';
import type { ViewFindingCode } from '../model/findings.ts';
import type { Occurrence } from './occurrence.ts';

/** Checks of `smoke` that look at telemetry alone, so that they can be made of a trace at a time. */
const OF_TRACES = [
  'no-duplicate-spans',
  'span-names-low-cardinality',
  'background-work-named',
  'logs-structured',
  'log-messages-stable',
] as const satisfies readonly ViewFindingCode[];

/** What is printed for people to read is not asked to be structured. */
const PRINTED = 'console';

type CheckCode = (typeof OF_TRACES)[number] | 'no-secrets' | 'logs-correlated';

/** What the checks of `smoke` find in a trace. */
export function checkTrace(spans: readonly Span[], logs: readonly LogRecord[]): readonly Found[] {
  const structured = logs.filter(({ scope }) => scope.name !== PRINTED);
  return OF_TRACES.flatMap(code => runCheck(code, spans, structured));
}

/** A check's finding, with the place that it names. */
export interface Found {
  readonly evidence: Evidence;
  readonly about: Pick<Occurrence, 'code' | 'severity' | 'fix'>;
}

/** Makes one check of some telemetry. */
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

/** Of a run of which no more is known. */
function factsOf(spans: readonly Span[], logs: readonly LogRecord[]): Facts {
  return {
    telemetry: { spans, logs, metricPoints: [], requests: [] },
    processes: [],
    requests: [],
    command: {
      ...{
        argv: [],
        code: null,
        signal: null,
        stoppedBy: null,
        killed: false,
        notReady: null,
        lastOutput: [],
      },
    },
    expected: { serviceName: null, metrics: true, traces: true, ignorePaths: [] },
    expectations: null,
  };
}
