import { LONGEST_TIMER } from '../../shared/longest-timer.ts';
import { type Failure, NO_ANSWER } from './failure.ts';
import type { Rejection } from './rejection.ts';

/**
 * Called once. Without a failure, the request arrived, although the collector may have rejected a part of it.
 */
export type OnExported = (failure: Failure | undefined, rejection?: Rejection | undefined) => void;

/** Sends encoded requests to one destination. */
export interface Transport {
  /** Milliseconds that a delivery may take, including retries. */
  readonly timeoutMillis: number;
  /** Makes one try, which ends within so many milliseconds. */
  send(body: Uint8Array, timeoutMillis: number, settle: OnExported): void;
}

/**
 * Wraps `settle`, so that it is called exactly once, within so many milliseconds.
 *
 * @param abort ends the running request when the time is over
 */
export function settleInTime(milliseconds: number, settle: OnExported, abort: () => void): OnExported {
  let settled = false;
  const once: OnExported = (failure, rejection) => {
    if (settled) return;
    settled = true;
    clearTimeout(limit);
    settle(failure, rejection);
  };
  const end = () => {
    once(NO_ANSWER);
    abort();
  };
  const limit = setTimeout(end, Math.min(milliseconds, LONGEST_TIMER)).unref();
  return once;
}
