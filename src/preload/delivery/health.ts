import type { Signal } from '../../shared/signal.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { queueSizeVariable } from './batch-options.ts';
import { ASK_DOCTOR, type Failure, NO_ANSWER } from './failure.ts';
import type { BatchLimits } from './queue.ts';
import { amount, lost, newHealth, REPORT_ORDER, type SignalHealth } from './signal-health.ts';

/** Items by signal. */
export type SignalCounts = Readonly<Partial<Record<Signal, number>>>;

/** Milliseconds between two reports about a signal whose exports keep failing. */
const REMINDER = 10 * 60 * 1000;

/**
 * Tracks the exports of each signal and reports them: once when they begin to fail, every ten minutes while
 * they do, and once when they arrive again. It does the same for a queue that overflows although exports
 * arrive. At the exit, it reports losses that no line has mentioned yet.
 */
export class Health {
  readonly #say: Say;
  readonly #now: () => number;
  readonly #signals = new Map<Signal, SignalHealth>();
  #exiting = false;
  #lastReason = '';
  #toldUndelivered: SignalCounts = {};
  #toldArrived: string | undefined;

  /** @param now milliseconds of a clock */
  constructor(say: Say, now: () => number) {
    this.#say = say;
    this.#now = now;
  }

  /** A batch arrived. */
  arrived(signal: Signal, items: number): void {
    const health = this.#of(signal);
    health.arrived += items;
    if (this.#exiting) return;
    if (health.failing) {
      this.#say('warn', `${signal}: exports arrive again, ${lost(signal, health)} lost meanwhile`);
      Object.assign(health, { failing: false, lost: 0, untold: 0, overflowed: undefined });
    } else if (health.overflowed) this.#sayOverflow(signal, health);
  }

  /** A full queue refused an item; the report with the next batch that arrives or fails says how many. */
  dropped(signal: Signal, bound: keyof BatchLimits): void {
    const health = this.#of(signal);
    health.lost++;
    health.untold++;
    health.overflowed = bound;
  }

  /** A single item in its request was too large for the collector. */
  tooLarge(signal: Signal, items: number, reason: string): void {
    const health = this.#of(signal);
    health.lost += items;
    health.untold += items;
    this.#lastReason = reason;
    if (this.#exiting || this.#now() - health.tooLargeAt < REMINDER) return;
    this.#say(
      'warn',
      `${signal}: ${amount(signal, items)} alone was too large for the collector (${reason}), ${lost(signal, health)} lost so far`,
    );
    Object.assign(health, { tooLargeAt: this.#now(), untold: 0 });
  }

  /** A batch arrived, but the collector refused some of its items. */
  rejected(signal: Signal, items: number, reason: string): void {
    const health = this.#of(signal);
    health.lost += items;
    health.untold += items;
    this.#lastReason = reason;
    if (this.#exiting || this.#now() - health.rejectedAt < REMINDER) return;
    this.#say('warn', `${signal}: exports arrive, but ${reason}; ${lost(signal, health)} lost so far`);
    Object.assign(health, { rejectedAt: this.#now(), untold: 0 });
  }

  /**
   * A batch was refused, or nobody accepted it.
   *
   * @param gone how many of its items are lost; the others are kept and sent again
   */
  failed(signal: Signal, gone: number, { reason, isSilence }: Pick<Failure, 'reason' | 'isSilence'>): void {
    const health = this.#of(signal);
    health.lost += gone;
    health.untold += gone;
    // An exit that times out gives the same reason, whether the process or its thread gives up first.
    this.#lastReason = this.#exiting && isSilence ? `${NO_ANSWER.reason}; ${ASK_DOCTOR}` : reason;
    if (this.#exiting || (health.failing && this.#now() - health.failedAt < REMINDER)) return;
    Object.assign(health, { failing: true, failedAt: this.#now(), untold: 0, overflowed: undefined });
    this.#say('warn', `${signal}: exports fail (${reason}), ${lost(signal, health)} lost so far`);
  }

  /** From now on failures are only counted: `atExit` reports them together. */
  startExit(): void {
    this.#exiting = true;
    this.#lastReason = '';
  }

  /**
   * Reports what the exit could not deliver and, at level `info`, what arrived in the entire life of the
   * process.
   *
   * @param undelivered items that are still in a queue
   * @param reason why, if no export failed
   */
  atExit(undelivered: SignalCounts, reason: string, waitedMillis: number): void {
    const lost = this.#sum(
      (signal, { untold }) => untold + (undelivered[signal] ?? 0) - (this.#toldUndelivered[signal] ?? 0),
    );
    const arrived = this.#sum((_, health) => health.arrived);
    if (lost)
      this.#say('warn', `${lost} could not be delivered before the exit: ${this.#lastReason || reason}`);
    if (arrived !== this.#toldArrived) {
      const what = arrived || 'nothing';
      this.#say('info', `process ${process.pid} delivered ${what}, the exit waited ${waitedMillis} ms`);
    }
    this.#toldArrived = arrived;
    this.#toldUndelivered = undelivered;
    for (const health of this.#signals.values()) Object.assign(health, { untold: 0, overflowed: undefined });
    this.#exiting = false;
  }

  /** Exports arrive, but more items end than they can carry. */
  #sayOverflow(signal: Signal, health: SignalHealth): void {
    if (this.#now() - health.overflowAt < REMINDER) return;
    const size = health.overflowed === 'bytes' ? 'OTEL_RUN_MAX_QUEUE_BYTES' : queueSizeVariable(signal);
    this.#say(
      'warn',
      `${signal}: the queue was full, ${lost(signal, health)} lost so far (${size} sets its size)`,
    );
    Object.assign(health, { overflowAt: this.#now(), untold: 0, overflowed: undefined });
  }

  #sum(count: (signal: Signal, health: SignalHealth) => number): string {
    return REPORT_ORDER.map(signal => ({ signal, items: count(signal, this.#of(signal)) }))
      .filter(({ items }) => items > 0)
      .map(({ signal, items }) => amount(signal, items))
      .join(' and ');
  }

  #of(signal: Signal): SignalHealth {
    const known = this.#signals.get(signal);
    if (known) return known;
    const health = newHealth();
    this.#signals.set(signal, health);
    return health;
  }
}
