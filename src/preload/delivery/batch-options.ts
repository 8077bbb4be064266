import { BATCH_DEFAULTS } from '../../config/defaults.ts';
import { parseNumber } from '../../config/parse/values.ts';
import { LONGEST_TIMER } from '../../shared/longest-timer.ts';
import type { Signal } from '../../shared/signal.ts';
import type { BatchOptions } from './batch-processor.ts';

/**
 * Variable prefix for the batches of a signal (specification, "Batch Span/LogRecord Processor"). Metrics of
 * worker threads arrive once per interval, so they get the shorter delay, that of log records.
 */
const PREFIXES = { traces: 'OTEL_BSP', logs: 'OTEL_BLRP', metrics: 'OTEL_BLRP' } as const;

/** The variable that limits the queue of a signal. */
export function queueSizeVariable(signal: Signal): string {
  return `${PREFIXES[signal]}_MAX_QUEUE_SIZE`;
}

/** Reads `OTEL_BSP_*` or `OTEL_BLRP_*`. Values below 1 count as unset. A batch is at most the queue. */
export function readBatchOptions(env: NodeJS.ProcessEnv, signal: Signal): BatchOptions {
  const prefix = PREFIXES[signal];
  const read = (name: string) => parseNumber(env[`${prefix}_${name}`], { min: 1 });
  const maxQueueSize = Math.floor(read('MAX_QUEUE_SIZE') ?? BATCH_DEFAULTS.MAX_QUEUE_SIZE);
  const batch = Math.floor(read('MAX_EXPORT_BATCH_SIZE') ?? BATCH_DEFAULTS.MAX_EXPORT_BATCH_SIZE);
  const delay = read('SCHEDULE_DELAY') ?? BATCH_DEFAULTS.SCHEDULE_DELAY[prefix];
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(batch, maxQueueSize),
    scheduledDelayMillis: Math.min(delay, LONGEST_TIMER),
  };
}
