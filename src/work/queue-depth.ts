import { context, createContextKey } from '@opentelemetry/api';
import { errorMessage } from '../shared/error-message.ts';
import { findRuntime } from './runtime.ts';
import { warnOnce } from './warnings.ts';

/**
 * What `suppressTracing` of @opentelemetry/core sets: keys of one text are one key. Its own is not marked as pure, and
 * would stay in bundles that measure no queue.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/opentelemetry-core/src/trace/suppress-tracing.ts
 */
const SUPPRESS_TRACING = /* @__PURE__ */ createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/**
 * Measures how many items wait in a queue: the gauge `queue.depth` with the attribute `queue.name`, asked for at
 * every export of metrics, without spans of its queries. Nothing is asked while metrics are off, or without otel-run.
 *
 * @param name of the queue, one of few
 * @param count the number of waiting items; what it throws is warned about once, and the measurement left out
 * @returns stops measuring
 */
export function observeQueueDepth(name: string, count: () => number | Promise<number>): () => void {
  const runtime = findRuntime();
  if (!runtime?.meterProvider) return () => {};
  const gauge = runtime.meterProvider
    .getMeter('otel-run', runtime.version)
    .createObservableGauge('queue.depth', {
      unit: '{item}',
      description: 'Items that wait in a queue.',
    });
  const failed = (error: unknown) =>
    warnOnce(`the depth of queue "${name}" is not measured: ${errorMessage(error)}`);
  const observe: Parameters<typeof gauge.addCallback>[0] = result => {
    const record = (depth: number) => result.observe(depth, { 'queue.name': name });
    try {
      const depth = context.with(context.active().setValue(SUPPRESS_TRACING, true), count);
      // A number is observed at once: the last export, at the end of a process, waits for no promise.
      return typeof depth === 'number' ? record(depth) : Promise.resolve(depth).then(record).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}
