import { context, logs, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { fieldProcessor } from '../../src/preload/sdk/field-processor.ts';
import { ScopedContextManager } from '../../src/preload/sdk/scoped-context.ts';
import { provideRuntime, type Runtime } from '../../src/work/runtime.ts';

const spans = new InMemorySpanExporter();
const records = new InMemoryLogRecordExporter();

/** What was recorded in this process, and said about otel-run. */
export const recorded = {
  warnings: [] as string[],
  spans: () => spans.getFinishedSpans(),
  span: (name: string) => spans.getFinishedSpans().find(span => span.name === name),
  /** Attributes of a log record by its body. */
  log: (body: string) => records.getFinishedLogRecords().find(record => record.body === body)?.attributes,
  clear() {
    spans.reset();
    records.reset();
    recorded.warnings.length = 0;
  },
};

/** Makes this process one that runs with otel-run, except that what it records stays here. */
export function recordTelemetry(runtime: Partial<Runtime> = {}): void {
  // Test files share their modules, and so what an earlier one has registered.
  for (const api of [context, propagation, trace, logs]) api.disable();
  context.setGlobalContextManager(new ScopedContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const processor = new SimpleSpanProcessor({ exporter: spans });
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [processor] }));
  const processors = [fieldProcessor(), new SimpleLogRecordProcessor({ exporter: records })];
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors }));
  provideRuntime({
    version: '1.2.3',
    meterProvider: undefined,
    flush: () => Promise.resolve(),
    warn: message => recorded.warnings.push(message),
    ...runtime,
  });
}

/** Emits a log record as a logger's bridge would. */
export function log(body: string, attributes = {}): void {
  logs.getLogger('test').emit({ body, attributes });
}
