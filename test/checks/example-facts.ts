import type { CheckResult } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/checks.ts';
import type { Facts, ProcessEntry } from '../../src/checks/facts.ts';
import type { LogRecord, MetricPoint, Span } from '../../src/receiver/telemetry.ts';

const RESOURCE = {
  'service.name': 'orders',
  'service.version': '1.0.0',
  'service.instance.id': 'instance-1',
  'deployment.environment.name': 'production',
  'process.pid': 7,
};

const ORIGIN = {
  resource: RESOURCE,
  scope: { name: '@opentelemetry/instrumentation-http', version: '1', attributes: {} },
};

const MS = 1_000_000n;

let lastId = 0;

/** A span from 0 to 10 ms, a root unless it is told otherwise; times are given in ms. */
export function span(
  fields: Partial<Omit<Span, 'startTimeUnixNano' | 'endTimeUnixNano'>> & { from?: number; to?: number } = {},
): Span {
  const { from = 0, to = 10, ...rest } = fields;
  const id = (++lastId).toString(16);
  return {
    ...ORIGIN,
    traceId: 'a'.repeat(32),
    spanId: id.padStart(16, '0'),
    parentSpanId: null,
    traceState: '',
    flags: 1,
    name: 'GET /orders/:id',
    kind: 'server',
    startTimeUnixNano: BigInt(Math.round(from * 1000)) * 1000n + MS * 1000n,
    endTimeUnixNano: BigInt(Math.round(to * 1000)) * 1000n + MS * 1000n,
    durationMs: to - from,
    attributes: {},
    status: { code: 'unset', message: '' },
    events: [],
    links: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...rest,
  };
}

/** A log record at 5 ms, outside of any trace unless it is told otherwise. */
export function log(fields: Partial<Omit<LogRecord, 'timestamp'>> & { at?: number } = {}): LogRecord {
  const { at = 5, ...rest } = fields;
  const timestamp = BigInt(at) * MS + MS * 1000n;
  return {
    ...ORIGIN,
    timestamp,
    observedTimestamp: timestamp,
    severityNumber: 9,
    severityText: 'info',
    eventName: '',
    body: 'order was paid',
    attributes: {},
    traceId: null,
    spanId: null,
    flags: 0,
    droppedAttributesCount: 0,
    ...rest,
  };
}

/** A gauge's point. */
export function point(fields: Partial<MetricPoint> = {}): MetricPoint {
  return {
    ...ORIGIN,
    name: 'queue.depth',
    description: '',
    unit: '{job}',
    type: 'gauge',
    attributes: {},
    startTimeUnixNano: 0n,
    timeUnixNano: 0n,
    flags: 0,
    value: 1,
    ...fields,
  };
}

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
