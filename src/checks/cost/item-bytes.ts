import type { TelemetryBatch } from '../../receiver/receiver.ts';
import { logSize, pointSize, spanSize } from './item-size.ts';

/**
 * The received bytes of each span, record and point, including its share of the request's resource and scope.
 * The shares of a request add up to all of its bytes.
 */
export function itemBytes(batches: readonly TelemetryBatch[]): ReadonlyMap<object, number> {
  const bytes = new Map<object, number>();
  for (const batch of batches) {
    const sizes: readonly (readonly [object, number])[] = [
      ...batch.spans.map(span => [span, spanSize(span)] as const),
      ...batch.logs.map(log => [log, logSize(log)] as const),
      ...batch.metricPoints.map(point => [point, pointSize(point)] as const),
    ];
    const all = sizes.reduce((sum, [, size]) => sum + size, 0);
    for (const [item, size] of sizes) bytes.set(item, (batch.bytes * size) / all);
  }
  return bytes;
}
