import type { Resource } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { readNumber, readString } from '../../config/read-variable.ts';
import type { Settings } from '../../config/settings.ts';
import { withValueLimit } from '../../logs/value-length.ts';
import type { BatchProcessor } from '../delivery/batch-processor.ts';
import { loadPart } from '../foundation/parts.ts';

const SAMPLED = 1;

const DEFAULT_SAMPLER = 'parentbased_always_on';

type CreateRatioSampler = (ratio: number) => Sampler;

/** `OTEL_TRACES_SAMPLER` → sampler; `ratio` is `OTEL_TRACES_SAMPLER_ARG`. */
const SAMPLERS: Readonly<Record<string, (ratio: number, create: CreateRatioSampler) => Sampler>> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio, create) => create(ratio),
  parentbased_always_on: () => new ParentBasedSampler({ root: new AlwaysOnSampler() }),
  parentbased_always_off: () => new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  parentbased_traceidratio: (ratio, create) => new ParentBasedSampler({ root: create(ratio) }),
};

/** Builds the SDK's tracer provider from the environment. */
export function createTracerProvider(
  env: NodeJS.ProcessEnv,
  resource: Resource,
  spanProcessors: SpanProcessor[],
  sampler: Sampler,
): TracerProvider {
  return new TracerProvider({
    resource,
    spanProcessors,
    sampler,
    spanLimits: withValueLimit(readLimits(env)),
  });
}

/** The span processors for the exporters in the settings; OTLP goes through `processor`. */
export function createSpanProcessors(
  settings: Settings,
  processor: BatchProcessor<ReadableSpan>,
): SpanProcessor[] {
  return settings.exporters.traces.flatMap((exporter): SpanProcessor[] => {
    if (exporter === 'otlp') return [spanProcessor(processor)];
    if (exporter === 'console') {
      return [loadPart('console-exporters').printSpans()];
    }
    return [];
  });
}

/** Feeds ended, sampled spans to a batch processor. */
export function spanProcessor(processor: BatchProcessor<ReadableSpan>): SpanProcessor {
  return {
    onStart() {},
    onEnd(span) {
      if ((span.spanContext().traceFlags & SAMPLED) !== 0) processor.add(span);
    },
    forceFlush: () => processor.flush(),
    shutdown: () => processor.flush(),
  };
}

/**
 * The sampler that the environment names.
 *
 * @param createRatioSampler creates the sampler of a share
 */
export function createSampler(
  env: NodeJS.ProcessEnv,
  createRatioSampler: CreateRatioSampler = ratio => new TraceIdRatioBasedSampler(ratio),
): Sampler {
  const name = readString(env, 'OTEL_TRACES_SAMPLER') ?? DEFAULT_SAMPLER;
  const ratio = readNumber(env, 'OTEL_TRACES_SAMPLER_ARG') ?? 1;
  const create = SAMPLERS[name] ?? SAMPLERS[DEFAULT_SAMPLER];
  return create?.(Math.min(ratio, 1), createRatioSampler) ?? new AlwaysOnSampler();
}

function readLimits(env: NodeJS.ProcessEnv) {
  const limits = {
    attributeCountLimit: readLimit(env, 'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT'),
    attributeValueLengthLimit: readLimit(
      env,
      'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
      'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    ),
    eventCountLimit: readLimit(env, 'OTEL_SPAN_EVENT_COUNT_LIMIT'),
    linkCountLimit: readLimit(env, 'OTEL_SPAN_LINK_COUNT_LIMIT'),
    attributePerEventCountLimit: readLimit(env, 'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT'),
    attributePerLinkCountLimit: readLimit(env, 'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT'),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

function readLimit(env: NodeJS.ProcessEnv, ...names: string[]): number | undefined {
  return names.map(name => readNumber(env, name)).find(limit => limit !== undefined);
}
