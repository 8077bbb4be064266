import type { SpanContext, TraceState } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Threshold } from '../../delivery/handed-over.ts';
import { decideByShare, type SamplingVerdict } from './decide.ts';
import { samplingLogProcessor } from './log-processor.ts';
import { isCountable } from './ratio-sampler.ts';
import type { Sampling } from './sampling-processors.ts';
import { randomnessOf, readSamplingState, withThreshold } from './threshold.ts';

const SAMPLED = 1;

/** Rules that keep one share of everything. Nothing has to wait, and no thread has to ask another. */
export function samplingByShare(share: Threshold): Pick<Sampling, 'spans' | 'logs'> {
  const verdictOn = (context: SpanContext, countable: boolean): SamplingVerdict => {
    const state = readSamplingState(context.traceState);
    return decideByShare(share, {
      randomness: randomnessOf(context, state),
      threshold: state.threshold,
      isCountable: countable,
    });
  };
  return {
    spans(exporting, head) {
      const countable = isCountable(head);
      return byShare(context => verdictOn(context, countable), exporting);
    },
    logs: exporting =>
      samplingLogProcessor((_active, context, _record, pass) => pass(verdictOn(context, true)), exporting),
  };
}

function byShare(
  verdictOn: (context: SpanContext) => SamplingVerdict,
  exporting: readonly SpanProcessor[],
): SpanProcessor {
  return {
    onStart(span, parent) {
      for (const processor of exporting) processor.onStart(span, parent);
    },
    onEnding(span) {
      for (const processor of exporting) processor.onEnding?.(span);
    },
    onEnd(span) {
      if (isDropped(span, verdictOn)) return;
      for (const processor of exporting) processor.onEnd(span);
    },
    async forceFlush() {
      await Promise.all(exporting.map(processor => processor.forceFlush()));
    },
    async shutdown() {
      await Promise.all(exporting.map(processor => processor.shutdown()));
    },
  };
}

type Mutable = { traceState?: TraceState | undefined };

function isDropped(span: ReadableSpan, verdictOn: (context: SpanContext) => SamplingVerdict): boolean {
  const context = span.spanContext();
  if ((context.traceFlags & SAMPLED) === 0) return false;
  const { keep, threshold } = verdictOn(context);
  if (keep) (context as Mutable).traceState = withThreshold(context.traceState, threshold);
  return !keep;
}
