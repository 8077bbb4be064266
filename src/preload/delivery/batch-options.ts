import { readNumber, type Signal } from '../settings.ts';
import type { BatchOptions } from './batcher.ts';

/** Variable prefix and default delay of the batches of a signal (specification, "Batch Span/LogRecord Processor"). */
const SIGNALS = {
  traces: { prefix: 'OTEL_BSP', scheduledDelayMillis: 5000 },
  logs: { prefix: 'OTEL_BLRP', scheduledDelayMillis: 1000 },
} as const;

const DEFAULT_QUEUE = 2048;
const DEFAULT_BATCH = 512;

/** Milliseconds: Node.js takes a timer that is set for longer as one set for nothing. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Reads `OTEL_BSP_*` or `OTEL_BLRP_*`. A queue or a batch of nothing counts as unset, a batch is at most the queue. */
export function readBatchOptions(env: NodeJS.ProcessEnv, signal: Exclude<Signal, 'metrics'>): BatchOptions {
  const { prefix, scheduledDelayMillis } = SIGNALS[signal];
  const readWhole = (name: string) => Math.floor(readNumber(env, `${prefix}_${name}`) ?? 0);
  const maxQueueSize = readWhole('MAX_QUEUE_SIZE') || DEFAULT_QUEUE;
  const batch = readWhole('MAX_EXPORT_BATCH_SIZE') || DEFAULT_BATCH;
  const delay = readNumber(env, `${prefix}_SCHEDULE_DELAY`) ?? scheduledDelayMillis;
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(batch, maxQueueSize),
    scheduledDelayMillis: Math.min(delay, LONGEST_DELAY),
  };
}
