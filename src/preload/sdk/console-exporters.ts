import {
  ConsoleLogRecordExporter,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { ConsoleSpanExporter, SimpleSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';

/** Prints each span when it ends (`OTEL_TRACES_EXPORTER=console`). */
export function printSpans(): SpanProcessor {
  return new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() });
}

/** Prints each log record (`OTEL_LOGS_EXPORTER=console`). */
export function printLogs(): LogRecordProcessor {
  return new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() });
}
