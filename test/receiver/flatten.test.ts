import { describe, expect, it } from 'vitest';
import { decodeRequest } from '../../src/receiver/decode.ts';
import { flattenRequest } from '../../src/receiver/flatten.ts';
import type { Signal } from '../../src/shared/signal.ts';
import { encodeSample, SAMPLE_REQUESTS } from './sample-requests.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

const BODIES = [
  { format: 'json', body: (signal: Signal) => json(SAMPLE_REQUESTS[signal]) },
  { format: 'protobuf', body: (signal: Signal) => encodeSample(signal) },
] as const;

const ORIGIN = {
  resource: { 'service.name': 'shop' },
  scope: { name: 'orders', version: '1.2.3', attributes: { team: 'checkout' } },
};
const TIMES = { startTimeUnixNano: 1790000000123456789n, timeUnixNano: 1790000001123456789n };

describe.each(BODIES)('a request in OTLP $format', ({ format, body }) => {
  const flatten = (signal: Signal) => flattenRequest(signal, decodeRequest(signal, format, body(signal)));

  it('becomes plain spans with every field, times to the nanosecond and attributes of every type', () => {
    const telemetry = flatten('traces');
    expect(telemetry).toMatchObject({ logs: [], metricPoints: [] });
    expect(telemetry.spans).toEqual([
      {
        ...ORIGIN,
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        parentSpanId: '00f067aa0ba902b7',
        traceState: 'vendor=1',
        flags: 0x101,
        name: 'GET /orders',
        kind: 'server',
        startTimeUnixNano: 1790000000000000001n,
        endTimeUnixNano: 1790000000012500001n,
        durationMs: 12.5,
        attributes: Object.fromEntries([
          ['text', 'héllo'],
          ['empty', ''],
          ['yes', true],
          ['negative', -7],
          ['safe', Number.MAX_SAFE_INTEGER],
          ['unsafe', '-9007199254740993'],
          ['ratio', 0.25],
          ['endless', Number.POSITIVE_INFINITY],
          ['list', [1, null, 'b']],
          ['map', { in: { color: 'red' } }],
          ['__proto__', 'kept'],
          ['bytes', new Uint8Array([1, 2, 255])],
          ['nothing', null],
        ]),
        droppedAttributesCount: 3,
        events: [
          {
            timeUnixNano: TIMES.timeUnixNano,
            name: 'retry',
            attributes: { color: 'red' },
            droppedAttributesCount: 1,
          },
        ],
        droppedEventsCount: 4,
        links: [
          {
            traceId: '0af7651916cd43dd8448eb211c80319c',
            spanId: '00f067aa0ba902b7',
            traceState: 'l=1',
            flags: 1,
            attributes: { color: 'red' },
            droppedAttributesCount: 2,
          },
        ],
        droppedLinksCount: 5,
        status: { code: 'error', message: 'boom' },
      },
    ]);
    expect(Object.keys(telemetry.spans[0]?.attributes ?? {})).toContain('__proto__');
  });

  it('becomes plain log records with a structured body and the trace they belong to', () => {
    expect(flatten('logs').logs).toEqual([
      {
        ...ORIGIN,
        timestamp: TIMES.timeUnixNano,
        observedTimestamp: 1790000002123456789n,
        severityNumber: 17,
        severityText: 'error',
        eventName: '',
        body: { color: 'red' },
        attributes: { color: 'red' },
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        flags: 1,
        droppedAttributesCount: 6,
      },
    ]);
  });

  it('becomes plain metric points of every type', () => {
    const common = (name: string) => ({ ...ORIGIN, ...TIMES, name, description: `the ${name}`, unit: '1' });
    const statistics = { attributes: { color: 'red' }, flags: 1, count: 3, sum: 30.5 };
    expect(flatten('metrics').metricPoints).toEqual([
      { ...common('queue.depth'), type: 'gauge', attributes: { color: 'red' }, flags: 0, value: 1.5 },
      {
        ...common('jobs'),
        type: 'sum',
        temporality: 'cumulative',
        monotonic: true,
        attributes: {},
        flags: 0,
        value: -5,
      },
      {
        ...common('latency'),
        type: 'histogram',
        temporality: 'delta',
        ...statistics,
        min: 0,
        max: 20,
        buckets: [
          { upTo: 5, count: 1 },
          { upTo: 10, count: 0 },
          { upTo: Number.POSITIVE_INFINITY, count: 2 },
        ],
      },
      {
        ...common('latency.exponential'),
        type: 'exponentialHistogram',
        temporality: 'cumulative',
        ...statistics,
        exponential: {
          scale: -1,
          zeroCount: 1,
          positive: { offset: -2, counts: [1, 1] },
          negative: { offset: 3, counts: [4] },
        },
      },
      { ...common('size'), type: 'summary', ...statistics, quantiles: [{ quantile: 0.5, value: 9 }] },
    ]);
  });
});

const inSpan = (span: object) => json({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
const flattenSpan = (span: object) =>
  flattenRequest('traces', decodeRequest('traces', 'json', inSpan(span))).spans[0];

it('a span that says next to nothing gets the defaults of OTLP', () => {
  expect(
    flattenSpan({ name: 'bare', parentSpanId: '0000000000000000', kind: 99, status: null }),
  ).toMatchObject({
    traceId: '',
    parentSpanId: null,
    kind: 'unspecified',
    status: { code: 'unset', message: '' },
    resource: {},
    scope: { name: '', version: '', attributes: {} },
    attributes: {},
    startTimeUnixNano: 0n,
    durationMs: 0,
  });
});

it('ids in upper-case hex become lower-case', () => {
  expect(flattenSpan({ spanId: 'B7AD6B7169203331' })?.spanId).toBe('b7ad6b7169203331');
});

it.each([
  {
    what: 'a span id of the wrong length',
    span: { spanId: 'abc' },
    says: 'spanId is not 8 bytes in hex: "abc"',
  },
  {
    what: 'a trace id that is not hex',
    span: { traceId: 'z'.repeat(32) },
    says: 'traceId is not 16 bytes in hex',
  },
  {
    what: 'an enum by name',
    span: { kind: 'SPAN_KIND_SERVER' },
    says: 'kind is not an integer: "SPAN_KIND_SERVER"',
  },
  {
    what: 'a time in ISO format',
    span: { startTimeUnixNano: '2026-01-01' },
    says: 'startTimeUnixNano is not a 64-bit integer',
  },
  {
    what: 'attributes as an object',
    span: { attributes: { a: 1 } },
    says: 'attributes is not a list: {"a":1}',
  },
  { what: 'a number for a name', span: { name: 5 }, says: 'name is not a string: 5' },
  {
    what: 'text for a double',
    span: { attributes: [{ key: 'a', value: { doubleValue: 'x' } }] },
    says: 'doubleValue is not a number',
  },
  {
    what: 'text for a boolean',
    span: { attributes: [{ key: 'a', value: { boolValue: 'x' } }] },
    says: 'boolValue is not a boolean',
  },
])('refuses $what with the field and the value seen', ({ span, says }) => {
  expect(() => flattenSpan(span)).toThrow(says);
});
