import {
  LoggerProvider,
  type LogRecordLimits,
  type LogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import { readNumber } from '../../config/read-variable.ts';
import type { Settings } from '../../config/settings.ts';
import { addPipeline, type Pipeline } from '../../logs/emit.ts';
import { redactRecords } from '../../logs/redact-records.ts';
import { withValueLimit } from '../../logs/value-length.ts';
import type { BatchProcessor } from '../delivery/batch-processor.ts';
import { loadPart } from '../foundation/parts.ts';

/** Builds the SDK's logger provider. Our log bridges use its processors, too. */
export function createLoggerProvider(pipeline: Pipeline): LoggerProvider {
  const provider = new LoggerProvider({
    resource: pipeline.resource,
    processors: [redactRecords(), ...pipeline.processors],
    logRecordLimits: withValueLimit(pipeline.logRecordLimits),
  });
  addPipeline(provider, pipeline);
  return provider;
}

/** The limits of log records in the environment. */
export function readLogLimits(env: NodeJS.ProcessEnv): LogRecordLimits {
  const limits = {
    attributeCountLimit:
      readNumber(env, 'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT') ??
      readNumber(env, 'OTEL_ATTRIBUTE_COUNT_LIMIT'),
    attributeValueLengthLimit:
      readNumber(env, 'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
      readNumber(env, 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

/** The processors for the exporters in the settings; OTLP goes through `processor`. */
export function createLogProcessors(
  settings: Settings,
  processor: BatchProcessor<ReadableLogRecord>,
): LogRecordProcessor[] {
  return settings.exporters.logs.flatMap((exporter): LogRecordProcessor[] => {
    if (exporter === 'otlp') return [logProcessor(processor)];
    if (exporter === 'console') {
      return [loadPart('console-exporters').printLogs()];
    }
    return [];
  });
}

/** Feeds log records to a batch processor. */
export function logProcessor(processor: BatchProcessor<ReadableLogRecord>): LogRecordProcessor {
  return {
    onEmit: record => processor.add(record),
    forceFlush: () => processor.flush(),
    shutdown: () => processor.flush(),
  };
}
