import type { Attributes } from '../../receiver/telemetry.ts';
import type { Facts } from '../facts.ts';
import { attributeSize } from './item-size.ts';
import { percent, type Saving } from './saving.ts';

const LEAST_SHARE = 0.1;

/** Average bytes of a value. Smaller values are not worth mentioning. */
const LEAST_BYTES = 100;

/** Average bytes from which a limit helps. */
const LONG_BYTES = 512;

/** Attributes that errors need are kept. */
const OF_ERRORS = /^exception\.|^error\./;

const LIMITS = {
  traces: 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  logs: 'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT',
} as const;

/** Attributes that take a large share of a signal's bytes. */
export function attributeSavings({ telemetry }: Facts, bytes: ReadonlyMap<object, number>): Saving[] {
  const { spans, logs } = telemetry;
  const sumOf = (items: readonly object[]) =>
    items.reduce<number>((sum, item) => sum + (bytes.get(item) ?? 0), 0);
  const ofSpans = spans.flatMap(({ attributes, events }) => [
    attributes,
    ...events.map(event => event.attributes),
  ]);
  return [
    ...largest(ofSpans, 'traces', sumOf(spans)),
    ...largest(
      logs.map(({ attributes }) => attributes),
      'logs',
      sumOf(logs),
    ),
  ];
}

function largest(all: readonly Attributes[], of: 'traces' | 'logs', total: number): Saving[] {
  const sizes = new Map<string, { bytes: number; count: number }>();
  for (const [name, value] of all.flatMap(Object.entries<Attributes[string]>)) {
    const { bytes, count } = sizes.get(name) ?? { bytes: 0, count: 0 };
    sizes.set(name, { bytes: bytes + attributeSize(name, value), count: count + 1 });
  }
  return [...sizes]
    .map(([name, { bytes, count }]) => ({ name, share: bytes / total, average: bytes / count }))
    .filter(
      ({ name, share, average }) => share >= LEAST_SHARE && average >= LEAST_BYTES && !OF_ERRORS.test(name),
    )
    .map(({ name, share, average }) => ({
      of,
      name,
      share,
      message: `${name} is ${percent(share)} of your ${of}' bytes (${Math.round(average)} bytes each)`,
      fix:
        average >= LONG_BYTES
          ? `${LIMITS[of]}=256 cuts it, or do not record it`
          : 'record it only where it is needed, or drop it in a processor of OTEL_RUN_EXTEND',
    }));
}
