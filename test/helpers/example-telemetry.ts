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
