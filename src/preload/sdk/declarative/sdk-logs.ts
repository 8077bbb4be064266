import { defaultResource } from '@opentelemetry/resources';
import {
  type BatchLogRecordProcessorOptions,
  type LoggerProviderOptions,
  type LogRecordProcessor,
  type ReadableLogRecord,
  BatchLogRecordProcessor as UpstreamProcessor,
  type LoggerProvider as UpstreamProvider,
} from '@opentelemetry/sdk-logs';
import { fieldProcessor } from '../field-processor.ts';
import { createLoggerProvider, logProcessor } from '../logging.ts';
import { boundsOf } from './bounds.ts';
import { currentKeeping } from './current-keeping.ts';
import type { Openable } from './otlp-exporters.ts';

export * from '@opentelemetry/sdk-logs';

/** Replaces the SDK's provider for a configuration file: its records have the fields of their context. */
export const LoggerProvider = function createProvider({
  resource = defaultResource(),
  processors = [],
  logRecordLimits = {},
}: LoggerProviderOptions): UpstreamProvider {
  const exporting = currentKeeping()?.logs(processors) ?? processors;
  return createLoggerProvider({ resource, processors: [fieldProcessor(), ...exporting], logRecordLimits });
};

/**
 * Replaces the SDK's processor for a configuration file: with OTLP, it can be emptied when the process ends.
 */
export const BatchLogRecordProcessor = function createProcessor(
  options: BatchLogRecordProcessorOptions,
): LogRecordProcessor {
  const { exporter } = options;
  if (!('open' in exporter)) return new UpstreamProcessor(options);
  const { open } = exporter as typeof exporter & Openable<ReadableLogRecord>;
  return logProcessor(open(boundsOf(options, 1000)));
};
