import { type Attributes, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';

const resource = resourceFromAttributes({ 'service.name': 'shop' });

export const ATTRIBUTES: Attributes = { text: 'a', int: 7, double: 0.5, yes: true, list: ['x', 'y'] };

/** Exports a server span and its failed client child with the SDK; returns their ids. */
export async function emitSpans(exporter: SpanExporter) {
  const processor = new BatchSpanProcessor({ exporter });
  const provider = new TracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer('test-tracer', '1.0.0');
  const parent = tracer.startSpan('POST /checkout', { kind: SpanKind.SERVER }, ROOT_CONTEXT);
  const options = { kind: SpanKind.CLIENT, attributes: ATTRIBUTES };
  const child = tracer.startSpan('GET /orders', options, trace.setSpan(ROOT_CONTEXT, parent));
  child.addEvent('retry', { attempt: 2 });
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'boom' });
  child.end();
  parent.end();
  await provider.shutdown();
  const { traceId, spanId } = parent.spanContext();
  return {
    parent: { traceId, spanId },
    child: { traceId, spanId: child.spanContext().spanId, parentSpanId: spanId },
  };
}

/** Exports one log record with the SDK. */
export async function emitLog(exporter: LogRecordExporter) {
  const provider = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter })] });
  provider.getLogger('test-logger').emit({
    body: 'order placed',
    severityNumber: 9,
    severityText: 'info',
    eventName: 'order.placed',
    timestamp: new Date(1790000000123),
    attributes: { order: { id: 7, lines: [{ sku: 'a' }] }, bytes: new Uint8Array([1, 2]) },
    context: ROOT_CONTEXT,
  });
  await provider.shutdown();
}

/** Exports a counter and a histogram with the SDK. */
export async function emitMetrics(exporter: PushMetricExporter) {
  const provider = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter })],
  });
  const meter = provider.getMeter('test-meter');
  meter.createCounter('jobs').add(3, { queue: 'a' });
  meter.createHistogram('latency', { unit: 'ms' }).record(7);
  await provider.shutdown();
}
