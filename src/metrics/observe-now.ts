import type { Attributes } from '@opentelemetry/api';

type Time = [number, number];

type Measurements = Map<Attributes, number>;

interface Instrument {
  readonly _metricStorages: readonly { record(measurements: Measurements, time: Time): void }[];
}

/** The internals that are used of the SDK's registry of callbacks, whose own `observe` waits for promises. */
export interface ObservableRegistry {
  readonly _callbacks: readonly {
    readonly callback: (result: object) => unknown;
    readonly instrument: Instrument;
  }[];
  readonly _batchCallbacks: readonly {
    readonly callback: (result: object) => unknown;
    readonly instruments: ReadonlySet<Instrument>;
  }[];
}

/**
 * Asks observable instruments for their values, and records those that they
 * return synchronously. Never throws.
 */
export function observeNow({ _callbacks, _batchCallbacks }: ObservableRegistry, time: Time): void {
  for (const { callback, instrument } of [..._callbacks]) {
    const measurements: Measurements = new Map();
    call(callback, {
      observe: (value: unknown, attributes: Attributes = {}) => add(measurements, value, attributes),
    });
    record(instrument, measurements, time);
  }
  for (const { callback, instruments } of [..._batchCallbacks]) {
    const byInstrument = new Map<Instrument, Measurements>();
    for (const instrument of instruments) byInstrument.set(instrument, new Map());
    call(callback, {
      observe: (instrument: Instrument, value: unknown, attributes: Attributes = {}) =>
        add(byInstrument.get(instrument), value, attributes),
    });
    for (const [instrument, measurements] of byInstrument) record(instrument, measurements, time);
  }
}

function call(callback: (result: object) => unknown, result: object): void {
  try {
    Promise.resolve(callback(result)).catch(() => {});
  } catch {
    // It observes nothing now, so its last value is kept.
  }
}

function add(measurements: Measurements | undefined, value: unknown, attributes: Attributes): void {
  if (typeof value === 'number') measurements?.set(attributes, value);
}

function record({ _metricStorages }: Instrument, measurements: Measurements, time: Time): void {
  if (measurements.size === 0) return;
  for (const storage of _metricStorages) storage.record(new Map(measurements), time);
}
