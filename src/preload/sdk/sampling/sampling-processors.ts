import type { Context } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';

/** Puts itself between what is recorded and what is exported. */
export interface Sampling {
  /** @param head what decides before it */
  spans(exporting: readonly SpanProcessor[], head: Sampler): SpanProcessor;
  logs(exporting: readonly LogRecordProcessor[]): LogRecordProcessor;
  createRatioSampler(ratio: number): Sampler;
  /** Counts the local trace of a context as one with an error. */
  failed(active: Context): void;
}
