import type { Signal } from '../../shared/signal.ts';
import type { BatchLimits } from './queue.ts';

const ITEMS: Readonly<Record<Signal, readonly [one: string, many: string]>> = {
  traces: ['span', 'spans'],
  metrics: ['metric', 'metrics'],
  logs: ['log record', 'log records'],
};

/** The order of signals in a report of several. */
export const REPORT_ORDER = Object.keys(ITEMS) as Signal[];

/** What is known about the exports of one signal. */
export interface SignalHealth {
  failing: boolean;
  /** When failing exports, an overflow, a rejection and an item that was too large were last reported. */
  lastFailure: number;
  lastOverflow: number;
  lastRejection: number;
  lastTooLarge: number;
  /** The limit that made the queue overflow since the last report. */
  overflowed: keyof BatchLimits | undefined;
  arrived: number;
  /** Items lost since the exports began to fail. */
  lost: number;
  /** Lost items that no report has mentioned yet. */
  unreported: number;
}

/** The state before the first export. */
export function newSignalHealth(): SignalHealth {
  return {
    failing: false,
    lastFailure: 0,
    lastOverflow: Number.NEGATIVE_INFINITY,
    lastRejection: Number.NEGATIVE_INFINITY,
    lastTooLarge: Number.NEGATIVE_INFINITY,
    overflowed: undefined,
    arrived: 0,
    lost: 0,
    unreported: 0,
  };
}

/** The lost items of a signal in words. */
export function lostItems(signal: Signal, health: SignalHealth): string {
  return health.lost === 0 ? 'nothing' : describeCount(signal, health.lost);
}

/** A number of items in words: `1 span`, `3 log records`. */
export function describeCount(signal: Signal, count: number): string {
  const [one, many] = ITEMS[signal];
  return `${count} ${count === 1 ? one : many}`;
}
