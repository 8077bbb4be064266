import type { Attributes } from '@opentelemetry/api';

/** What further measurements get: the specification's own attribute for that (metrics SDK, "Overflow attribute"). */
const OVERFLOW: Attributes = { 'otel.metric.overflow': true };

/** The label that makes the most series, and how many values it has among them. */
export interface WidestLabel {
  readonly label: string;
  readonly values: number;
}

/**
 * Lets so many series of an instrument through, and has further ones counted together. The SDK's own limit holds for
 * one interval of export only, while a cumulative metric keeps every series that it ever had.
 *
 * @param onFull called once, when the first measurement does not fit
 * @returns the attributes that a measurement is recorded with
 */
export function createSeriesLimit(
  limit: number,
  onFull: (widest: WidestLabel) => void,
): (attributes: Attributes) => Attributes {
  const series = new Set<string>();
  let full = false;
  return attributes => {
    const key = JSON.stringify(Object.entries(attributes).sort(byName));
    if (series.has(key)) return attributes;
    if (series.size < limit) {
      series.add(key);
      return attributes;
    }
    if (!full) {
      full = true;
      onFull(widestLabel([...series, key]));
    }
    return OVERFLOW;
  };
}

function widestLabel(series: readonly string[]): WidestLabel {
  const values = new Map<string, Set<string>>();
  for (const [label, value] of series.flatMap(key => JSON.parse(key) as [string, unknown][])) {
    const seen = values.get(label) ?? new Set();
    values.set(label, seen.add(JSON.stringify(value)));
  }
  const widths = [...values].map(([label, seen]) => ({ label, values: seen.size }));
  return widths.reduce((widest, other) => (other.values > widest.values ? other : widest), NO_LABEL);
}

const NO_LABEL: WidestLabel = { label: '', values: 0 };

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
