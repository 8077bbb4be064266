import type { Resource } from '@opentelemetry/resources';
import {
  ConsoleLogRecordExporter,
  LoggerProvider,
  type LogRecordProcessor,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { addPipeline } from '../../logs/emit.ts';
import type { Batcher } from '../delivery/batcher.ts';
import { readNumber, type Settings } from '../settings.ts';

/** Builds the SDK's logger provider from the environment. */
export function createLoggerProvider(
  env: NodeJS.ProcessEnv,
  resource: Resource,
  processors: LogRecordProcessor[],
): LoggerProvider {
  const logRecordLimits = Object.fromEntries(
    Object.entries(readLogLimits(env)).filter(([, limit]) => limit !== undefined),
  );
  const provider = new LoggerProvider({ resource, processors, logRecordLimits });
  addPipeline(provider, { resource, processors, logRecordLimits });
  return provider;
}

/** The limits of log records that the environment names; undefined where it names none. */
function readLogLimits(env: NodeJS.ProcessEnv) {
  return {
    attributeCountLimit:
      readNumber(env, 'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT') ??
      readNumber(env, 'OTEL_ATTRIBUTE_COUNT_LIMIT'),
    attributeValueLengthLimit:
      readNumber(env, 'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT') ??
      readNumber(env, 'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT'),
  };
}

/** The processors of the exporters that the settings name; OTLP goes through `batcher`. */
export function createLogProcessors(
  settings: Settings,
  batcher: Batcher<ReadableLogRecord>,
): LogRecordProcessor[] {
  return settings.exporters.logs.flatMap((exporter): LogRecordProcessor[] => {
    if (exporter === 'otlp') return [logProcessor(batcher)];
    if (exporter === 'console')
      return [new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() })];
    return [];
  });
}

/** Feeds log records to a batcher. */
export function logProcessor(batcher: Batcher<ReadableLogRecord>): LogRecordProcessor {
  return {
    onEmit: record => batcher.add(record),
    forceFlush: () => batcher.flush(),
    shutdown: () => batcher.flush(),
  };
}
