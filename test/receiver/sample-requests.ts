import { createRequire } from 'node:module';
import type { Signal } from '../../src/shared/signal.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';
const PARENT_ID = '00f067aa0ba902b7';
const TIMES = { startTimeUnixNano: '1790000000123456789', timeUnixNano: '1790000001123456789' };
const RESOURCE = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
const SCOPE = {
  name: 'orders',
  version: '1.2.3',
  attributes: [{ key: 'team', value: { stringValue: 'checkout' } }],
};
const COLOR = [{ key: 'color', value: { stringValue: 'red' } }];

const SPAN = {
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  parentSpanId: PARENT_ID,
  traceState: 'vendor=1',
  flags: 0x101,
  name: 'GET /orders',
  kind: 2,
  startTimeUnixNano: '1790000000000000001',
  endTimeUnixNano: '1790000000012500001',
  attributes: [
    { key: 'text', value: { stringValue: 'héllo' } },
    { key: 'empty', value: { stringValue: '' } },
    { key: 'yes', value: { boolValue: true } },
    { key: 'negative', value: { intValue: '-7' } },
    { key: 'safe', value: { intValue: '9007199254740991' } },
    { key: 'unsafe', value: { intValue: '-9007199254740993' } },
    { key: 'ratio', value: { doubleValue: 0.25 } },
    { key: 'endless', value: { doubleValue: 'Infinity' } },
    { key: 'list', value: { arrayValue: { values: [{ intValue: '1' }, {}, { stringValue: 'b' }] } } },
    {
      key: 'map',
      value: { kvlistValue: { values: [{ key: 'in', value: { kvlistValue: { values: COLOR } } }] } },
    },
    { key: '__proto__', value: { stringValue: 'kept' } },
    { key: 'bytes', value: { bytesValue: 'AQL/' } },
    { key: 'nothing', value: {} },
  ],
  droppedAttributesCount: 3,
  events: [{ ...pick('timeUnixNano'), name: 'retry', attributes: COLOR, droppedAttributesCount: 1 }],
  droppedEventsCount: 4,
  links: [
    {
      traceId: TRACE_ID,
      spanId: PARENT_ID,
      traceState: 'l=1',
      flags: 1,
      attributes: COLOR,
      droppedAttributesCount: 2,
    },
  ],
  droppedLinksCount: 5,
  status: { code: 2, message: 'boom' },
};

const LOG = {
  ...pick('timeUnixNano'),
  observedTimeUnixNano: '1790000002123456789',
  severityNumber: 17,
  severityText: 'error',
  body: { kvlistValue: { values: COLOR } },
  attributes: COLOR,
  droppedAttributesCount: 6,
  flags: 1,
  traceId: TRACE_ID,
  spanId: SPAN_ID,
};

const STATISTICS = { ...TIMES, attributes: COLOR, flags: 1, count: '3', sum: 30.5 };
const METRICS = [
  metric('queue.depth', { gauge: { dataPoints: [{ ...TIMES, attributes: COLOR, asDouble: 1.5 }] } }),
  metric('jobs', {
    sum: { dataPoints: [{ ...TIMES, asInt: '-5' }], aggregationTemporality: 2, isMonotonic: true },
  }),
  metric('latency', {
    histogram: {
      dataPoints: [
        { ...STATISTICS, min: 0, max: 20, bucketCounts: ['1', '0', '2'], explicitBounds: [5, 10] },
      ],
      aggregationTemporality: 1,
    },
  }),
  metric('latency.exponential', {
    exponentialHistogram: {
      dataPoints: [
        {
          ...STATISTICS,
          scale: -1,
          zeroCount: '1',
          positive: { offset: -2, bucketCounts: ['1', '1'] },
          negative: { offset: 3, bucketCounts: ['4'] },
        },
      ],
      aggregationTemporality: 2,
    },
  }),
  metric('size', {
    summary: { dataPoints: [{ ...STATISTICS, quantileValues: [{ quantile: 0.5, value: 9 }] }] },
  }),
];

/** One request of each signal, as OTLP/JSON, that has every field the receiver reads. */
export const SAMPLE_REQUESTS = {
  traces: { resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ scope: SCOPE, spans: [SPAN] }] }] },
  logs: { resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ scope: SCOPE, logRecords: [LOG] }] }] },
  metrics: { resourceMetrics: [{ resource: RESOURCE, scopeMetrics: [{ scope: SCOPE, metrics: METRICS }] }] },
} as const;

const REQUEST_TYPES: Record<Signal, string> = {
  traces: 'trace.v1.ExportTraceServiceRequest',
  logs: 'logs.v1.ExportLogsServiceRequest',
  metrics: 'metrics.v1.ExportMetricsServiceRequest',
};

/** The sample request of a signal, encoded by protobufjs from OpenTelemetry's own .proto files. */
export function encodeSample(signal: Signal): Uint8Array {
  const { getProtoRoot } = createRequire(import.meta.url)('@elastic/mockotlpserver/lib/proto');
  const type = getProtoRoot().lookupType(`opentelemetry.proto.collector.${REQUEST_TYPES[signal]}`);
  return type.encode(type.fromObject(withBase64Ids(SAMPLE_REQUESTS[signal]))).finish();
}

/** OTLP/JSON writes ids in hex where protobuf's own JSON mapping, which `fromObject` reads, has base64. */
function withBase64Ids(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, item) => {
    if (/^(trace|span|parentSpan)Id$/.test(key)) return Buffer.from(item, 'hex').toString('base64');
    return item === 'Infinity' ? Number.POSITIVE_INFINITY : item;
  });
}

function metric(name: string, data: Record<string, unknown>) {
  return { name, description: `the ${name}`, unit: '1', ...data };
}

function pick(name: keyof typeof TIMES) {
  return { [name]: TIMES[name] };
}
