import { BATCH_DEFAULTS } from '../../config/defaults.ts';
import { parseNumber } from '../../config/parse.ts';
import type { Signal } from '../settings.ts';
import type { BatchOptions } from './batcher.ts';

/** Variable prefix of the batches of a signal (specification, "Batch Span/LogRecord Processor"). */
const PREFIXES = { traces: 'OTEL_BSP', logs: 'OTEL_BLRP' } as const;

/** Milliseconds: Node.js takes a timer that is set for longer as one set for nothing. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Reads `OTEL_BSP_*` or `OTEL_BLRP_*`. What is below 1 counts as unset, a batch is at most the queue. */
export function readBatchOptions(env: NodeJS.ProcessEnv, signal: Exclude<Signal, 'metrics'>): BatchOptions {
  const prefix = PREFIXES[signal];
  const read = (name: string) => parseNumber(env[`${prefix}_${name}`], { min: 1 });
  const maxQueueSize = Math.floor(read('MAX_QUEUE_SIZE') ?? BATCH_DEFAULTS.MAX_QUEUE_SIZE);
  const batch = Math.floor(read('MAX_EXPORT_BATCH_SIZE') ?? BATCH_DEFAULTS.MAX_EXPORT_BATCH_SIZE);
  const delay = read('SCHEDULE_DELAY') ?? BATCH_DEFAULTS.SCHEDULE_DELAY[prefix];
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(batch, maxQueueSize),
    scheduledDelayMillis: Math.min(delay, LONGEST_DELAY),
  };
}
