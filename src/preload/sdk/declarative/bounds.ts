import type { BatchOptions } from '../../delivery/batch-processor.ts';

/** A batch processor's bounds as the SDK takes them. */
interface SdkBounds {
  readonly maxQueueSize?: number | undefined;
  readonly maxExportBatchSize?: number | undefined;
  readonly scheduledDelayMillis?: number | undefined;
}

/** The bounds of a configuration file, with the specification's defaults for what it leaves out. */
export function boundsOf(bounds: SdkBounds, scheduledDelayMillis: number): BatchOptions {
  const maxQueueSize = bounds.maxQueueSize ?? 2048;
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(bounds.maxExportBatchSize ?? 512, maxQueueSize),
    scheduledDelayMillis: bounds.scheduledDelayMillis ?? scheduledDelayMillis,
  };
}
