import type { MeterProvider as MeterProviderApi } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import { MeterProvider, type ResourceMetrics, type ScopeMetrics } from '@opentelemetry/sdk-metrics';
import { type ObservableRegistry, observeNow } from './observe-now.ts';

/** The internals that are used of the SDK's meter provider, whose own collection is asynchronous. */
interface Inside {
  readonly _sharedState: {
    readonly resource: ResourceMetrics['resource'];
    readonly meterSharedStates: ReadonlyMap<string, MeterState>;
    readonly metricCollectors: readonly Collector[];
  };
}
interface MeterState {
  readonly _instrumentationScope: ScopeMetrics['scope'];
  readonly metricStorageRegistry: { getStorages(collector: Collector): readonly Storage[] };
  readonly observableRegistry: ObservableRegistry;
}
interface Storage {
  collect(collector: Collector, time: [number, number]): ScopeMetrics['metrics'][number] | undefined;
}
interface Collector {
  readonly _metricReader: {
    readonly _exporter?: { export(metrics: ResourceMetrics, done: () => void): void };
  };
}

/**
 * Hands over the last interval when a process ends: the counts and histograms since the last export, and the
 * values that observable instruments return synchronously. An instrument with an asynchronous callback keeps
 * its last value, because an exit cannot wait for promises.
 *
 * @param onDrain registers a function to call whenever everything is about to be handed over
 */
export function collectAtDrain(onDrain: (action: () => void) => void, provider: MeterProviderApi): void {
  if (!(provider instanceof MeterProvider)) return;
  const { _sharedState: state } = provider as unknown as Inside;
  onDrain(() => {
    const exporting = state.metricCollectors.flatMap(collector => {
      const { _exporter: exporter } = collector._metricReader;
      return exporter ? [{ collector, exporter }] : [];
    });
    if (exporting.length === 0) return;
    const time = millisToHrTime(Date.now());
    const meters = [...state.meterSharedStates.values()];
    for (const { observableRegistry } of meters) observeNow(observableRegistry, time);
    for (const { collector, exporter } of exporting) {
      const scopeMetrics = collectScopes(meters, collector, time);
      if (scopeMetrics.length > 0) exporter.export({ resource: state.resource, scopeMetrics }, () => {});
    }
  });
}

function collectScopes(
  meters: readonly MeterState[],
  collector: Collector,
  time: [number, number],
): ScopeMetrics[] {
  return meters.flatMap(({ _instrumentationScope: scope, metricStorageRegistry }) => {
    const storages = metricStorageRegistry.getStorages(collector);
    const metrics = storages.flatMap(storage => storage.collect(collector, time) ?? []);
    return metrics.length > 0 ? [{ scope, metrics }] : [];
  });
}
