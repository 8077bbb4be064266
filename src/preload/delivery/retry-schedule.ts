/** When a delivery that found no answer is tried again. */
export interface RetrySchedule {
  /** Milliseconds before the second try. */
  readonly firstWait: number;
  /** How much longer each further wait is. */
  readonly factor: number;
}

/** As the SDK's HTTP exporter retries. */
export const WHILE_RUNNING: RetrySchedule = { firstWait: 1000, factor: 1.5 };

/** The process waits: a collector that comes back in these seconds is met early. */
export const AT_EXIT: RetrySchedule = { firstWait: 100, factor: 2 };

/**
 * Milliseconds to wait before the next try, undefined where it would come too late to be worth the wait.
 *
 * @param failures tries that failed so far, at least 1
 * @param pause milliseconds that the collector still wants to be left alone, 0 where it does not say
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
