import { OTLPLogExporter as GrpcLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as JsonLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as GrpcMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as JsonMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtoMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as GrpcTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Receiver, startReceiver } from '../../src/receiver/receiver.ts';
import type { Protocol } from '../../src/receiver/requests.ts';
import { ATTRIBUTES, emitLog, emitMetrics, emitSpans } from './emit-telemetry.ts';

const EXPORTERS = {
  'http/protobuf': [ProtoTraceExporter, ProtoLogExporter, ProtoMetricExporter],
  'http/json': [JsonTraceExporter, JsonLogExporter, JsonMetricExporter],
  grpc: [GrpcTraceExporter, GrpcLogExporter, GrpcMetricExporter],
} as const;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const CASES = (Object.keys(EXPORTERS) as Protocol[]).flatMap(protocol =>
  (['none', 'gzip'] as const).map(compression => ({ protocol, compression })),
);

describe.each(CASES)('the official exporters over $protocol, compression $compression', cases => {
  const { protocol, compression } = cases;
  const contentEncoding = compression === 'gzip' ? 'gzip' : 'identity';
  const [TraceExporter, LogExporter, MetricExporter] = EXPORTERS[protocol];

  beforeEach(() => {
    const environment = { ...receiver.environment(protocol), OTEL_EXPORTER_OTLP_COMPRESSION: compression };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  });

  it('deliver spans', async () => {
    const sent = await emitSpans(new TraceExporter());
    expect(receiver.spans).toMatchObject([
      {
        ...sent.child,
        name: 'GET /orders',
        kind: 'client',
        attributes: ATTRIBUTES,
        status: { code: 'error', message: 'boom' },
        events: [{ name: 'retry', attributes: { attempt: 2 } }],
        resource: { 'service.name': 'shop' },
        scope: { name: 'test-tracer', version: '1.0.0' },
      },
      { ...sent.parent, parentSpanId: null, kind: 'server', status: { code: 'unset' } },
    ]);
    expect(receiver.requests).toEqual([
      { signal: 'traces', protocol, contentEncoding, itemCount: 2, bytes: expect.any(Number), refusal: null },
    ]);
  });

  it('deliver log records', async () => {
    await emitLog(new LogExporter());
    expect(receiver.logs).toMatchObject([
      {
        body: 'order placed',
        severityNumber: 9,
        severityText: 'info',
        eventName: 'order.placed',
        attributes: { order: { id: 7, lines: [{ sku: 'a' }] }, bytes: new Uint8Array([1, 2]) },
        traceId: null,
        spanId: null,
        timestamp: 1790000000123000000n,
        resource: { 'service.name': 'shop' },
        scope: { name: 'test-logger' },
      },
    ]);
  });

  it('deliver metrics', async () => {
    await emitMetrics(new MetricExporter());
    expect(receiver.metricPoints).toMatchObject([
      {
        name: 'jobs',
        type: 'sum',
        monotonic: true,
        temporality: 'cumulative',
        value: 3,
        attributes: { queue: 'a' },
      },
      {
        name: 'latency',
        unit: 'ms',
        type: 'histogram',
        count: 1,
        sum: 7,
        min: 7,
        max: 7,
        buckets: expect.arrayContaining([{ upTo: 10, count: 1 }]),
      },
    ]);
  });
});

it.each([
  {
    protocol: 'http/protobuf',
    exporter: () => new ProtoTraceExporter({ url: `${receiver.httpUrl}/v1/traces` }),
  },
  { protocol: 'grpc', exporter: () => new GrpcTraceExporter({ url: receiver.grpcUrl }) },
])(
  'an export over $protocol succeeds though the receiver is closed as soon as it has arrived',
  async ({ exporter }) => {
    const provider = new TracerProvider({
      spanProcessors: [new BatchSpanProcessor({ exporter: exporter() })],
    });
    provider.getTracer('test-tracer').startSpan('last').end();
    const flushed = provider.forceFlush();
    await receiver.waitFor(({ spans }) => spans.length === 1);
    await receiver.close();
    await expect(flushed).resolves.toBeUndefined();
  },
);

it('a batch of some megabytes arrives over gRPC', async () => {
  const exporter = new GrpcTraceExporter({ url: receiver.grpcUrl });
  const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
  const tracer = provider.getTracer('test-tracer');
  for (let index = 0; index < 300; index++) {
    tracer.startSpan(`large ${index}`, { attributes: { payload: 'x'.repeat(20_000) } }).end();
  }
  await provider.shutdown();
  expect(receiver.spans).toHaveLength(300);
});
