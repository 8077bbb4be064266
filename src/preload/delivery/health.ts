import type { Say } from '../diagnostics.ts';
import type { Signal } from '../settings.ts';

/** Milliseconds between two lines about a signal whose exports go on failing. */
const REMINDER = 10 * 60 * 1000;

const ITEMS: Readonly<Record<Signal, string>> = { traces: 'spans', metrics: 'metrics', logs: 'log records' };

interface SignalHealth {
  lost: number;
  lastSaid: number;
  failing: boolean;
}

/**
 * Keeps the fate of each signal's exports and says it: once when they begin to fail for good, every ten minutes
 * while they do, once when they arrive again, and at the exit what was lost since the last such line.
 */
export class Health {
  readonly #say: Say;
  readonly #now: () => number;
  readonly #signals = new Map<Signal, SignalHealth>();
  #exiting = false;
  #lastError = '';

  /** @param now milliseconds of a clock */
  constructor(say: Say, now: () => number) {
    this.#say = say;
    this.#now = now;
  }

  /** One batch arrived (no error) or was given up. */
  report(signal: Signal, items: number, error: string | undefined): void {
    const health = this.#of(signal);
    if (error === undefined) this.#onArrived(signal, health);
    else this.#onLost(signal, health, items, error);
  }

  /** From now on losses are only counted: `atExit` says them together. */
  startExit(): void {
    this.#exiting = true;
    for (const health of this.#signals.values()) health.lost = 0;
  }

  /** One line about everything that the exit could not deliver. */
  atExit(dropped: Readonly<Partial<Record<Signal, number>>>): void {
    const lost = (Object.keys(ITEMS) as Signal[])
      .map(signal => ({ signal, count: this.#of(signal).lost + (dropped[signal] ?? 0) }))
      .filter(({ count }) => count > 0)
      .map(({ signal, count }) => `${count} ${ITEMS[signal]}`);
    if (lost.length === 0) return;
    const reason = this.#lastError || 'the queue was full';
    this.#say('warn', `${lost.join(' and ')} could not be delivered before the exit: ${reason}`);
  }

  #onArrived(signal: Signal, health: SignalHealth): void {
    if (!health.failing) return;
    health.failing = false;
    if (!this.#exiting)
      this.#say('warn', `${signal}: exports arrive again, ${health.lost} ${ITEMS[signal]} were lost`);
    health.lost = 0;
  }

  #onLost(signal: Signal, health: SignalHealth, items: number, error: string): void {
    health.lost += items;
    this.#lastError = error;
    if (this.#exiting || (health.failing && this.#now() - health.lastSaid < REMINDER)) return;
    health.failing = true;
    health.lastSaid = this.#now();
    this.#say('warn', `${signal}: exports fail (${error}), ${health.lost} ${ITEMS[signal]} lost so far`);
  }

  #of(signal: Signal): SignalHealth {
    let health = this.#signals.get(signal);
    if (!health) {
      health = { lost: 0, lastSaid: 0, failing: false };
      this.#signals.set(signal, health);
    }
    return health;
  }
}
