/** Milliseconds before the deadline at which an invocation counts as timed out: the time to deliver it. */
const LEAST = 50;
const MOST = 250;
const SHARE = 0.05;

/**
 * How long an invocation may run until it counts as timed out. Lambda ends the process at the deadline
 * without notice, so the timeout has to be reported before.
 *
 * @param remaining milliseconds until the deadline
 */
export function timeUntilTimeOut(remaining: number): number {
  return Math.max(0, remaining - Math.min(MOST, Math.max(LEAST, remaining * SHARE)));
}

/** Milliseconds of an invocation reserved for the runtime to request the next one. */
const RESERVE = 30;

/** After a delivery that took too long, the next one gets at most this many milliseconds. */
const IMPATIENT = 250;

/**
 * How long delivery may delay the runtime.
 *
 * @param flushTimeout `OTEL_RUN_FLUSH_TIMEOUT`
 * @param remaining milliseconds until the deadline of the invocation
 * @param wasLate whether the last delivery was abandoned: otherwise each invocation would wait for a
 *   collector that does not answer
 */
export function longestDelivery(flushTimeout: number, remaining: number, wasLate: boolean): number {
  return Math.max(0, Math.min(flushTimeout, remaining - RESERVE, wasLate ? IMPATIENT : flushTimeout));
}
