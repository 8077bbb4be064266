import type { Signal } from '../../shared/signal.ts';
import type { BatchLimits } from './queue.ts';

const ITEMS: Readonly<Record<Signal, readonly [one: string, many: string]>> = {
  traces: ['span', 'spans'],
  metrics: ['metric', 'metrics'],
  logs: ['log record', 'log records'],
};

/** The order of signals in a report of several. */
export const REPORT_ORDER = Object.keys(ITEMS) as Signal[];

/** Before the first report. */
const NEVER = Number.NEGATIVE_INFINITY;

/** What is known about the exports of one signal. */
export interface SignalHealth {
  failing: boolean;
  /** When failing exports, an overflow, a rejection and an item that was too large were last reported. */
  failedAt: number;
  overflowAt: number;
  rejectedAt: number;
  tooLargeAt: number;
  /** The limit that made the queue overflow since the last report. */
  overflowed: keyof BatchLimits | undefined;
  arrived: number;
  /** Items lost since the exports began to fail. */
  lost: number;
  /** Lost items that no report has mentioned yet. */
  untold: number;
}

/** The state before the first export. */
export function newHealth(): SignalHealth {
  return {
    failing: false,
    failedAt: NEVER,
    overflowAt: NEVER,
    rejectedAt: NEVER,
    tooLargeAt: NEVER,
    overflowed: undefined,
    arrived: 0,
    lost: 0,
    untold: 0,
  };
}

/** The lost items of a signal in words. */
export function lost(signal: Signal, health: SignalHealth): string {
  return health.lost === 0 ? 'nothing' : amount(signal, health.lost);
}

/** A number of items in words: `1 span`, `3 log records`. */
export function amount(signal: Signal, count: number): string {
  const [one, many] = ITEMS[signal];
  return `${count} ${count === 1 ? one : many}`;
}
