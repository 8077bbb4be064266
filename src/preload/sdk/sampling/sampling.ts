import { parseSampling, type SamplingRule } from '../../../config/parse/sampling.ts';
import type { Settings } from '../../../config/settings.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import { createBuckets } from './buckets.ts';
import { samplingByShare } from './by-share.ts';
import { compileRules, decideTrace, shareOfAll } from './decide.ts';
import { decideHandedOver } from './handed-over.ts';
import { handingOver } from './handing-over.ts';
import { holding, type Keepers } from './holding.ts';
import { LocalTraces } from './local-traces.ts';
import { samplingLogProcessor } from './log-processor.ts';
import { createRatioSampler, isCountable } from './ratio-sampler.ts';
import type { Sampling } from './sampling-processors.ts';
import { localTraceIn, samplingSpanProcessor } from './span-processor.ts';

/** Decides, according to `OTEL_RUN_SAMPLING`, which traces and which log records are kept. */
export function createSampling(settings: Settings, delivery: Delivery): Sampling {
  const rules = compileRules(readRules(settings.sampling));
  const share = shareOfAll(rules);
  if (share !== undefined) return { ...samplingByShare(share), createRatioSampler, failed() {} };
  const keepers = delivery.undecided
    ? handingOver(delivery.undecided, settings.samplingMaxSpans)
    : holdingIn(delivery, rules, settings.samplingMaxSpans);
  return {
    spans: (exporting, head) => samplingSpanProcessor(keepers.spans, exporting, isCountable(head)),
    logs: exporting => samplingLogProcessor(keepers.records, exporting),
    createRatioSampler,
    failed(active) {
      const trace = localTraceIn(active);
      if (trace) trace.hasError = true;
    },
  };
}

/**
 * @throws if a rule is invalid: the process then runs without telemetry, just as the command line would
 *   refuse the rule
 */
function readRules(text: string | undefined): readonly SamplingRule[] {
  const { rules, problems } = parseSampling(text);
  const [problem] = problems;
  if (problem)
    throw new Error(`OTEL_RUN_SAMPLING cannot be read at character ${problem.position}, "${problem.text}"`);
  return rules;
}

function holdingIn(delivery: Delivery, rules: ReturnType<typeof compileRules>, most: number): Keepers {
  const takes = createBuckets();
  const traces = new LocalTraces(facts => decideTrace(rules, facts, takes), most, delivery.budget);
  delivery.onUndecided?.(decideHandedOver(traces));
  delivery.onDrain(() => traces.settleAll());
  return holding(traces);
}
