/** When to retry a delivery that got no answer. */
export interface RetrySchedule {
  /** Milliseconds before the second try. */
  readonly firstWait: number;
  /** The factor by which each further wait is longer. */
  readonly factor: number;
}

/** The schedule of the SDK's HTTP exporter. */
export const WHILE_RUNNING: RetrySchedule = { firstWait: 1000, factor: 1.5 };

/** The process is waiting, so a collector that comes back within these seconds is reached early. */
export const AT_EXIT: RetrySchedule = { firstWait: 100, factor: 2 };

/**
 * Milliseconds to wait before the next try, undefined if it would come too late.
 *
 * @param failures failed tries so far, at least 1
 * @param pause milliseconds for which the collector still wants no requests, 0 if it did not ask
 * @param left milliseconds until the delivery has to be over
 */
export function nextWait(
  { firstWait, factor }: RetrySchedule,
  failures: number,
  pause: number,
  left: number,
): number | undefined {
  const wait = pause > 0 ? pause : firstWait * factor ** (failures - 1);
  return wait < left ? wait : undefined;
}
