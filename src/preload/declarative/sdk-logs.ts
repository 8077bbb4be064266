import {
  type BatchLogRecordProcessorOptions,
  type LogRecordProcessor,
  type ReadableLogRecord,
  BatchLogRecordProcessor as UpstreamProcessor,
} from '@opentelemetry/sdk-logs';
import { logProcessor } from '../providers/logging.ts';
import { boundsOf } from './bounds.ts';
import type { Openable } from './otlp-exporters.ts';

export * from '@opentelemetry/sdk-logs';

/** In the place of the SDK's, for a configuration file: over OTLP it can be emptied when the process ends. */
export const BatchLogRecordProcessor = function createProcessor(
  options: BatchLogRecordProcessorOptions,
): LogRecordProcessor {
  const { exporter } = options;
  if (!('open' in exporter)) return new UpstreamProcessor(options);
  const { open } = exporter as typeof exporter & Openable<ReadableLogRecord>;
  return logProcessor(open(boundsOf(options, 1000)));
};
