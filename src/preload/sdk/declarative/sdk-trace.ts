import {
  AlwaysOnSampler,
  type BatchSpanProcessorOptions,
  ParentBasedSampler,
  type ReadableSpan,
  type SpanProcessor,
  type TracerProviderOptions,
  BatchSpanProcessor as UpstreamProcessor,
  TracerProvider as UpstreamProvider,
} from '@opentelemetry/sdk-trace';
import { redactSpans } from '../../../logs/redact-spans.ts';
import { withValueLimit } from '../../../logs/value-length.ts';
import { removeContents } from '../remove-contents.ts';
import { spanProcessor } from '../tracing.ts';
import { boundsOf } from './bounds.ts';
import { currentKeeping } from './current-keeping.ts';
import type { Openable } from './otlp-exporters.ts';

export * from '@opentelemetry/sdk-trace';

/** The default of upstream's provider. */
const DEFAULT_SAMPLER = new ParentBasedSampler({ root: new AlwaysOnSampler() });

/**
 * Replaces the SDK's provider for a configuration file. No processor sees the secrets of an ended span, and
 * no exporting processor sees a span that sampling rules drop.
 */
export const TracerProvider = function createProvider(options: TracerProviderOptions): UpstreamProvider {
  const { spanProcessors = [], spanLimits = {}, sampler = DEFAULT_SAMPLER } = options;
  const exporting = currentKeeping()?.spans(spanProcessors, sampler) ?? spanProcessors;
  return new UpstreamProvider({
    ...options,
    spanProcessors: [redactSpans(removeContents), ...exporting],
    spanLimits: withValueLimit(spanLimits),
  });
};

/**
 * Replaces the SDK's processor for a configuration file: with OTLP, it can be emptied when the process ends.
 */
export const BatchSpanProcessor = function createProcessor(
  options: BatchSpanProcessorOptions,
): SpanProcessor {
  const { exporter } = options;
  if (!('open' in exporter)) return new UpstreamProcessor(options);
  const { open } = exporter as typeof exporter & Openable<ReadableSpan>;
  return spanProcessor(open(boundsOf(options, 5000)));
};
