import type { Attributes, Histogram } from '@opentelemetry/api';
import { findRuntime } from '../../../work/runtime.ts';
import { monotonicNow } from '../../foundation/intrinsics.ts';

/** Boundaries that the conventions recommend, in seconds. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const histograms = new Map<string, Histogram>();

/**
 * Measures the duration of a request if metrics are on.
 *
 * @returns call it with the attributes of the measurement when the request is over
 */
export function measureRequest(kind: 'server' | 'client', scope: string): (attributes: Attributes) => void {
  const meterProvider = findRuntime()?.meterProvider;
  if (!meterProvider) return () => {};
  const name = `http.${kind}.request.duration`;
  const histogram =
    histograms.get(name) ??
    meterProvider.getMeter(scope, __VERSION__).createHistogram(name, {
      description: `Duration of HTTP ${kind} requests.`,
      unit: 's',
      advice: { explicitBucketBoundaries: BOUNDARIES },
    });
  histograms.set(name, histogram);
  const start = monotonicNow();
  return attributes => histogram.record((monotonicNow() - start) / 1000, attributes);
}

/** The existing attributes with these names. */
export function pick(attributes: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}
