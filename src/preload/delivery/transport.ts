import { type Failure, NO_ANSWER } from './failure.ts';
import type { Rejection } from './rejection.ts';

/** Called once. Without a failure the request arrived, though the collector may have rejected a part of it. */
export type OnExported = (failure: Failure | undefined, rejection?: Rejection | undefined) => void;

/** Sends encoded requests to one place. */
export interface Transport {
  /** Milliseconds that a delivery may take, further tries included. */
  readonly timeoutMillis: number;
  /** Makes one try, which is over after so many milliseconds at the latest. */
  send(body: Uint8Array, timeoutMillis: number, settle: OnExported): void;
}

/** Milliseconds: Node.js takes a timer that is set for longer as one set for nothing. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Wraps `settle`, so that it is called once, and after so many milliseconds at the latest.
 *
 * @param abort ends what is under way where the time is over
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
