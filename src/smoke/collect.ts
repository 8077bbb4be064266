import type { Receiver, TelemetryBatch } from '../receiver/receiver.ts';
import type { Telemetry } from '../receiver/telemetry.ts';
import type { Received } from '../receiver/wait-for.ts';

/**
 * Collects what one run sends. A receiver may serve several runs, one after the other. Identical requests
 * count once: a sender without a timely answer repeats its request.
 *
 * @returns what has arrived since the call; calling it ends the collection
 */
export function collectTelemetry(
  receiver: Pick<Receiver, 'onTelemetry' | 'requests'>,
): () => Received & { readonly batches: readonly TelemetryBatch[] } {
  const requestsBefore = receiver.requests.length;
  const batches = new Map<string, TelemetryBatch>();
  const stop = receiver.onTelemetry(batch => {
    const key = fingerprint(batch);
    if (!batches.has(key)) batches.set(key, batch);
  });
  return () => {
    stop();
    const all = [...batches.values()];
    return {
      spans: all.flatMap(({ spans }) => spans),
      logs: all.flatMap(({ logs }) => logs),
      metricPoints: all.flatMap(({ metricPoints }) => metricPoints),
      requests: receiver.requests.slice(requestsBefore),
      batches: all,
    };
  };
}

function fingerprint(batch: Telemetry): string {
  return JSON.stringify(batch, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
