import type { Context } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Processors between recording and exporting. */
export interface Sampling {
  /** @param head the sampler that decided before */
  spans(exporting: readonly SpanProcessor[], head: Sampler): SpanProcessor;
  logs(exporting: readonly LogRecordProcessor[]): LogRecordProcessor;
  createRatioSampler(ratio: number): Sampler;
  /** Counts the local trace of a context as one with an error. */
  failed(active: Context): void;
}
