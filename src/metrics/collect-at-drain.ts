import type { MeterProvider as MeterProviderApi } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import { MeterProvider, type ResourceMetrics, type ScopeMetrics } from '@opentelemetry/sdk-metrics';
import type { Delivery } from '../preload/delivery/delivery.ts';

/** What is used of the inside of the SDK's meter provider, whose own collection is asynchronous. */
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
 * Hands the last interval over when a process ends: what counters and histograms hold since the last export.
 * Observable instruments keep what was observed last: their callbacks may be asynchronous, which an exit is not.
 */
export function collectAtDrain(delivery: Delivery, provider: MeterProviderApi): void {
  if (!(provider instanceof MeterProvider)) return;
  const { _sharedState: state } = provider as unknown as Inside;
  delivery.onDrain(() => {
    for (const collector of state.metricCollectors) {
      const scopeMetrics = collectScopes(state.meterSharedStates.values(), collector);
      if (scopeMetrics.length === 0) continue;
      collector._metricReader._exporter?.export({ resource: state.resource, scopeMetrics }, () => {});
    }
  });
}

function collectScopes(meters: Iterable<MeterState>, collector: Collector): ScopeMetrics[] {
  const time = millisToHrTime(Date.now());
  return [...meters].flatMap(({ _instrumentationScope: scope, metricStorageRegistry }) => {
    const storages = metricStorageRegistry.getStorages(collector);
    const metrics = storages.flatMap(storage => storage.collect(collector, time) ?? []);
    return metrics.length > 0 ? [{ scope, metrics }] : [];
  });
}
