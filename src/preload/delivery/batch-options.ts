import { readNumber, type Signal } from '../settings.ts';
import type { BatchOptions } from './batcher.ts';

/** Variable prefix and default delay of the batches of a signal (specification, "Batch Span/LogRecord Processor"). */
const SIGNALS = {
  traces: { prefix: 'OTEL_BSP', scheduledDelayMillis: 5000 },
  logs: { prefix: 'OTEL_BLRP', scheduledDelayMillis: 1000 },
} as const;

const DEFAULT_QUEUE = 2048;
const DEFAULT_BATCH = 512;

/** Reads `OTEL_BSP_*` or `OTEL_BLRP_*`. A queue or a batch of nothing counts as unset, a batch is at most the queue. */
export function readBatchOptions(env: NodeJS.ProcessEnv, signal: Exclude<Signal, 'metrics'>): BatchOptions {
  const { prefix, scheduledDelayMillis } = SIGNALS[signal];
  const maxQueueSize = readNumber(env, `${prefix}_MAX_QUEUE_SIZE`) || DEFAULT_QUEUE;
  const batch = readNumber(env, `${prefix}_MAX_EXPORT_BATCH_SIZE`) || DEFAULT_BATCH;
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(batch, maxQueueSize),
    scheduledDelayMillis: readNumber(env, `${prefix}_SCHEDULE_DELAY`) ?? scheduledDelayMillis,
  };
}
