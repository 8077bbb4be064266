import type { Attributes } from '@opentelemetry/api';

/** The specification's attribute for further measurements (metrics SDK, "Overflow attribute"). */
const OVERFLOW: Attributes = { 'otel.metric.overflow': true };

/** The label that causes the most series, and its number of values. */
export interface WidestLabel {
  readonly label: string;
  readonly values: number;
}

/**
 * Lets a limited number of an instrument's series pass, and counts further ones together. The SDK's own limit
 * applies only to one export interval, but a cumulative metric keeps every series that it ever had.
 *
 * @param onFull called once, when the first measurement does not fit
 * @returns the attributes for recording a measurement
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
