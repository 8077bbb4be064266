import type { CheckResult } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/checks.ts';
import type { Facts, ProcessEntry } from '../../src/checks/facts.ts';
import type { LogRecord, MetricPoint, Span } from '../../src/receiver/telemetry.ts';
import { span } from '../helpers/example-telemetry.ts';

export { log, point, span } from '../helpers/example-telemetry.ts';

/** The process that sends all of the above. */
export function processEntry(fields: Partial<ProcessEntry> = {}): ProcessEntry {
  return {
    pid: 7,
    ppid: 1,
    threadId: 0,
    argv: ['node', 'server.js'],
    decision: 'initialized',
    reason: null,
    instanceId: 'instance-1',
    initializations: 1,
    listens: false,
    exit: { openSpans: [], openSpanCount: 0, flushMs: 3, lost: 0 },
    ...fields,
  };
}

export interface Example extends Partial<Omit<Facts, 'telemetry' | 'command' | 'expected'>> {
  readonly spans?: readonly Span[];
  readonly logs?: readonly LogRecord[];
  readonly metricPoints?: readonly MetricPoint[];
  readonly exports?: Facts['telemetry']['requests'];
  readonly command?: Partial<Facts['command']>;
  readonly expected?: Partial<Facts['expected']>;
}

/** The facts of a run in which all is well, but for what is given. */
export function facts(example: Example = {}): Facts {
  const {
    spans = [span()],
    logs = [],
    metricPoints = [],
    exports = [],
    command,
    expected,
    ...rest
  } = example;
  return {
    processes: [processEntry()],
    requests: [],
    expectations: null,
    ...rest,
    telemetry: { spans, logs, metricPoints, requests: exports },
    command: {
      ...{ argv: ['node', 'server.js'], code: 0, signal: null, stoppedBy: null },
      ...{ killed: false, notReady: null, lastOutput: [] },
      ...command,
    },
    expected: { serviceName: 'orders', metrics: false, traces: true, ignorePaths: [], ...expected },
  };
}

/** Makes every check; returns those that fail, with their evidence as lines. */
export function failing(example: Example): Record<string, string[]> {
  const results: CheckResult[] = runChecks(facts(example), { only: [], allow: [] });
  const failed = results.filter(({ status }) => status === 'fail');
  return Object.fromEntries(failed.map(({ id, evidence }) => [id, evidence.map(({ text }) => text)]));
}
