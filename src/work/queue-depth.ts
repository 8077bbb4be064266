import { context, createContextKey } from '@opentelemetry/api';
import { errorMessage } from '../shared/error-message.ts';
import { findRuntime } from './runtime.ts';
import { warnOnce } from './warnings.ts';

/**
 * The key that `suppressTracing` of @opentelemetry/core sets: keys with the same description are the same
 * key. The original is not marked as pure, and would stay in bundles that measure no queue.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/packages/opentelemetry-core/src/trace/suppress-tracing.ts
 */
const SUPPRESS_TRACING = /* @__PURE__ */ createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/**
 * Measures how many items wait in a queue: the gauge `queue.depth` with the attribute `queue.name`,
 * measured at every export of metrics, without spans for its queries. Nothing is measured while
 * metrics are off, or without otel-run.
 *
 * @param name name of the queue; use only a few different names
 * @param count returns the number of waiting items; if it throws, there is one
 * warning and the measurement is left out
 * @returns a function that stops measuring
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
      // A number is observed synchronously: the last export, at the end of a
      // process, cannot wait for promises.
      return typeof depth === 'number' ? record(depth) : Promise.resolve(depth).then(record).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  gauge.addCallback(observe);
  return () => gauge.removeCallback(observe);
}
