import protobuf from 'protobufjs/light.js';

/**
 * OTLP's messages: JSON field name → protobuf type and field number, `[]` for repeated.
 *
 * Enums are plain integers here. Fields that the receiver does not need (exemplars, entity references)
 * are left out: a decoder skips unknown fields. Source:
 * https://github.com/open-telemetry/opentelemetry-proto v1.7.0.
 */
const MESSAGES = {
  TracesRequest: { resourceSpans: 'ResourceSpans[] 1' },
  LogsRequest: { resourceLogs: 'ResourceLogs[] 1' },
  MetricsRequest: { resourceMetrics: 'ResourceMetrics[] 1' },

  ResourceSpans: { resource: 'Resource 1', scopeSpans: 'ScopeSpans[] 2' },
  ResourceLogs: { resource: 'Resource 1', scopeLogs: 'ScopeLogs[] 2' },
  ResourceMetrics: { resource: 'Resource 1', scopeMetrics: 'ScopeMetrics[] 2' },
  ScopeSpans: { scope: 'Scope 1', spans: 'Span[] 2' },
  ScopeLogs: { scope: 'Scope 1', logRecords: 'LogRecord[] 2' },
  ScopeMetrics: { scope: 'Scope 1', metrics: 'Metric[] 2' },

  Resource: { attributes: 'KeyValue[] 1' },
  Scope: { name: 'string 1', version: 'string 2', attributes: 'KeyValue[] 3' },
  KeyValue: { key: 'string 1', value: 'AnyValue 2' },
  AnyValue: {
    stringValue: 'string 1',
    boolValue: 'bool 2',
    intValue: 'int64 3',
    doubleValue: 'double 4',
    arrayValue: 'ArrayValue 5',
    kvlistValue: 'KeyValueList 6',
    bytesValue: 'bytes 7',
  },
  ArrayValue: { values: 'AnyValue[] 1' },
  KeyValueList: { values: 'KeyValue[] 1' },

  Span: {
    traceId: 'bytes 1',
    spanId: 'bytes 2',
    traceState: 'string 3',
    parentSpanId: 'bytes 4',
    name: 'string 5',
    kind: 'int32 6',
    startTimeUnixNano: 'fixed64 7',
    endTimeUnixNano: 'fixed64 8',
    attributes: 'KeyValue[] 9',
    droppedAttributesCount: 'uint32 10',
    events: 'Event[] 11',
    droppedEventsCount: 'uint32 12',
    links: 'Link[] 13',
    droppedLinksCount: 'uint32 14',
    status: 'SpanStatus 15',
    flags: 'fixed32 16',
  },
  SpanStatus: { message: 'string 2', code: 'int32 3' },
  Event: {
    timeUnixNano: 'fixed64 1',
    name: 'string 2',
    attributes: 'KeyValue[] 3',
    droppedAttributesCount: 'uint32 4',
  },
  Link: {
    traceId: 'bytes 1',
    spanId: 'bytes 2',
    traceState: 'string 3',
    attributes: 'KeyValue[] 4',
    droppedAttributesCount: 'uint32 5',
    flags: 'fixed32 6',
  },

  LogRecord: {
    timeUnixNano: 'fixed64 1',
    severityNumber: 'int32 2',
    severityText: 'string 3',
    body: 'AnyValue 5',
    attributes: 'KeyValue[] 6',
    droppedAttributesCount: 'uint32 7',
    flags: 'fixed32 8',
    traceId: 'bytes 9',
    spanId: 'bytes 10',
    observedTimeUnixNano: 'fixed64 11',
    eventName: 'string 12',
  },

  Metric: {
    name: 'string 1',
    description: 'string 2',
    unit: 'string 3',
    gauge: 'NumberData 5',
    sum: 'NumberData 7',
    histogram: 'HistogramData 9',
    exponentialHistogram: 'ExponentialHistogramData 10',
    summary: 'SummaryData 11',
  },
  NumberData: {
    dataPoints: 'NumberDataPoint[] 1',
    aggregationTemporality: 'int32 2',
    isMonotonic: 'bool 3',
  },
  HistogramData: { dataPoints: 'HistogramDataPoint[] 1', aggregationTemporality: 'int32 2' },
  ExponentialHistogramData: {
    dataPoints: 'ExponentialHistogramDataPoint[] 1',
    aggregationTemporality: 'int32 2',
  },
  SummaryData: { dataPoints: 'SummaryDataPoint[] 1' },
  NumberDataPoint: {
    startTimeUnixNano: 'fixed64 2',
    timeUnixNano: 'fixed64 3',
    asDouble: 'double 4',
    asInt: 'sfixed64 6',
    attributes: 'KeyValue[] 7',
    flags: 'uint32 8',
  },
  HistogramDataPoint: {
    startTimeUnixNano: 'fixed64 2',
    timeUnixNano: 'fixed64 3',
    count: 'fixed64 4',
    sum: 'double 5',
    bucketCounts: 'fixed64[] 6',
    explicitBounds: 'double[] 7',
    attributes: 'KeyValue[] 9',
    flags: 'uint32 10',
    min: 'double 11',
    max: 'double 12',
  },
  ExponentialHistogramDataPoint: {
    attributes: 'KeyValue[] 1',
    startTimeUnixNano: 'fixed64 2',
    timeUnixNano: 'fixed64 3',
    count: 'fixed64 4',
    sum: 'double 5',
    scale: 'sint32 6',
    zeroCount: 'fixed64 7',
    positive: 'Buckets 8',
    negative: 'Buckets 9',
    flags: 'uint32 10',
    min: 'double 12',
    max: 'double 13',
  },
  Buckets: { offset: 'sint32 1', bucketCounts: 'uint64[] 2' },
  SummaryDataPoint: {
    startTimeUnixNano: 'fixed64 2',
    timeUnixNano: 'fixed64 3',
    count: 'fixed64 4',
    sum: 'double 5',
    quantileValues: 'ValueAtQuantile[] 6',
    attributes: 'KeyValue[] 7',
    flags: 'uint32 8',
  },
  ValueAtQuantile: { quantile: 'double 1', value: 'double 2' },

  /** google.rpc.Status: the answer of an OTLP/HTTP server that refuses a request. */
  RpcStatus: { code: 'int32 1', message: 'string 2' },
} as const satisfies Record<string, Record<string, string>>;

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [name, { fields: fieldDescriptors(fields) }]),
  ),
});

function fieldDescriptors(fields: Record<string, string>): Record<string, protobuf.IField> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const [, type = '', repeated, id] = /^(\w+)(\[\])? (\d+)$/.exec(field) ?? [];
      return [name, repeated ? { type, id: Number(id), rule: 'repeated' } : { type, id: Number(id) }];
    }),
  );
}

/** The codec of one OTLP message. */
export function messageType(name: keyof typeof MESSAGES): protobuf.Type {
  return root.lookupType(name);
}
