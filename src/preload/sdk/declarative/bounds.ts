import type { BatchOptions } from '../../delivery/batch-processor.ts';

/** A batch processor's limits in the SDK's form. */
interface SdkBounds {
  readonly maxQueueSize?: number | undefined;
  readonly maxExportBatchSize?: number | undefined;
  readonly scheduledDelayMillis?: number | undefined;
}

/** The limits in a configuration file, with the specification's defaults for missing ones. */
export function boundsOf(bounds: SdkBounds, scheduledDelayMillis: number): BatchOptions {
  const maxQueueSize = bounds.maxQueueSize ?? 2048;
  return {
    maxQueueSize,
    maxExportBatchSize: Math.min(bounds.maxExportBatchSize ?? 512, maxQueueSize),
    scheduledDelayMillis: bounds.scheduledDelayMillis ?? scheduledDelayMillis,
  };
}
