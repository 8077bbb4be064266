import { type Context, trace } from '@opentelemetry/api';
import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';
import type { Threshold } from '../../delivery/handed-over.ts';
import { randomnessOf, readSamplingState, thresholdOf, withThreshold } from './threshold.ts';

const NAME = 'ConsistentProbability';

/** Head samplers after which a root without a threshold was not sampled by any other share. */
const COUNTABLE = new RegExp(`^(?:ParentBased\\{root=)?(?:AlwaysOnSampler|${NAME})`);

/** Whether a sampler drops nothing when it writes no threshold. */
export function isCountable(sampler: Sampler): boolean {
  return COUNTABLE.test(String(sampler));
}

/**
 * Samples a share at the head by the trace's randomness, and writes its threshold. The SDK's
 * `TraceIdRatioBasedSampler` chooses by another value, so dropped traces could not be counted.
 */
export function createRatioSampler(ratio: number): Sampler {
  const threshold = thresholdOf(ratio);
  return {
    shouldSample: (parent, traceId) => sample(threshold, parent, traceId),
    toString: () => `${NAME}{${ratio}}`,
  };
}

function sample(threshold: Threshold, parent: Context, traceId: string): SamplingResult {
  const above = trace.getSpanContext(parent);
  const traceState = above?.traceId === traceId ? above.traceState : undefined;
  const randomness = randomnessOf({ traceId }, readSamplingState(traceState));
  const isKept = randomness >= threshold;
  const after = withThreshold(traceState, isKept ? threshold : undefined);
  return {
    decision: isKept ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
    ...(after && { traceState: after }),
  };
}
