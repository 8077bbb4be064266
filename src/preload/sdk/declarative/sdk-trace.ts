import {
  type BatchSpanProcessorOptions,
  type ReadableSpan,
  type SpanProcessor,
  type TracerProviderOptions,
  BatchSpanProcessor as UpstreamProcessor,
  TracerProvider as UpstreamProvider,
} from '@opentelemetry/sdk-trace';
import { redactSpans } from '../../../logs/redact-spans.ts';
import { withValueLimit } from '../../../logs/value-length.ts';
import { spanProcessor } from '../tracing.ts';
import { boundsOf } from './bounds.ts';
import type { Openable } from './otlp-exporters.ts';

export * from '@opentelemetry/sdk-trace';

/** In the place of the SDK's, for a configuration file: no processor sees the secrets of an ended span. */
export const TracerProvider = function createProvider(options: TracerProviderOptions): UpstreamProvider {
  const { spanProcessors = [], spanLimits = {} } = options;
  return new UpstreamProvider({
    ...options,
    spanProcessors: [redactSpans(), ...spanProcessors],
    spanLimits: withValueLimit(spanLimits),
  });
};

/** In the place of the SDK's, for a configuration file: over OTLP it can be emptied when the process ends. */
export const BatchSpanProcessor = function createProcessor(
  options: BatchSpanProcessorOptions,
): SpanProcessor {
  const { exporter } = options;
  if (!('open' in exporter)) return new UpstreamProcessor(options);
  const { open } = exporter as typeof exporter & Openable<ReadableSpan>;
  return spanProcessor(open(boundsOf(options, 5000)));
};
