import { Budget } from '../../delivery/budget.ts';
import type { LocalTraceFacts } from '../../delivery/handed-over.ts';
import type { SamplingVerdict } from './decide.ts';
import type { LocalTrace } from './local-trace.ts';

/** Kinds of waiting items, each with its own limit. */
export type Waiting = 'spans' | 'records';

/** What waits for a decision: how many of each kind, and how many bytes together. */
type Amounts = Record<Waiting | 'bytes', number>;

/**
 * All undecided local traces of this process, and the verdicts on the latest decided ones. If too much waits,
 * the oldest are decided early, by the facts known so far.
 */
export class LocalTraces {
  readonly #decide: (facts: LocalTraceFacts) => SamplingVerdict;
  readonly #most: number;
  readonly #budget: Budget;
  readonly #open = new Map<LocalTrace, Amounts>();
  readonly #byKey = new Map<string, LocalTrace>();
  readonly #verdicts = new Map<string, SamplingVerdict>();
  readonly #waiting: Record<Waiting, number> = { spans: 0, records: 0 };

  /**
   * @param most the maximum number of waiting spans, and of waiting log records
   * @param budget bytes, for what waits here and for what waits to be sent
   */
  constructor(
    decide: (facts: LocalTraceFacts) => SamplingVerdict,
    most: number,
    budget = new Budget(Number.POSITIVE_INFINITY),
  ) {
    this.#decide = decide;
    this.#most = most;
    this.#budget = budget;
  }

  /** The number of waiting items. An open local root counts as a span. */
  get waiting(): Readonly<Record<Waiting, number>> {
    return this.#waiting;
  }

  /** Adds a trace that begins. */
  open(trace: LocalTrace): void {
    this.#open.set(trace, { spans: 1, records: 0, bytes: 0 });
    this.#byKey.set(trace.key, trace);
    this.#waiting.spans++;
    this.#makeRoom();
  }

  /** The undecided trace that was opened last with this key. */
  find(key: string): LocalTrace | undefined {
    return this.#byKey.get(key);
  }

  /** The verdict on a key: kept if any of several traces with the same key was kept. */
  verdictOn(key: string): SamplingVerdict | undefined {
    return this.#verdicts.get(key);
  }

  /** Makes something wait for the decision on a trace, which may come at once. */
  wait(trace: LocalTrace, kind: Waiting, bytes: number, settle: (verdict: SamplingVerdict) => void): void {
    const counts = this.#open.get(trace);
    if (trace.verdict || !counts) {
      settle(trace.verdict ?? { keep: true, threshold: undefined });
      return;
    }
    counts[kind]++;
    counts.bytes += bytes;
    this.#waiting[kind]++;
    this.#budget.hold(bytes);
    trace.wait(settle);
    this.#makeRoom();
  }

  /** Decides about a trace, by the facts known so far. */
  settle(trace: LocalTrace): void {
    const counts = this.#open.get(trace);
    const facts = trace.facts();
    if (!counts || !facts) return;
    this.#open.delete(trace);
    if (this.#byKey.get(trace.key) === trace) this.#byKey.delete(trace.key);
    this.#waiting.spans -= counts.spans;
    this.#waiting.records -= counts.records;
    this.#budget.release(counts.bytes);
    const verdict = this.#decide(facts);
    this.#remember(trace.key, verdict);
    trace.settle(verdict);
  }

  /** Decides about all of them, because the process ends. */
  settleAll(): void {
    for (const trace of [...this.#open.keys()]) this.settle(trace);
  }

  #makeRoom(): void {
    const isTooMuch = () => Math.max(this.#waiting.spans, this.#waiting.records) > this.#most;
    while (isTooMuch() || !this.#budget.hasRoom(0)) {
      const [oldest] = this.#open.keys();
      if (!oldest) return;
      this.settle(oldest);
    }
  }

  #remember(key: string, verdict: SamplingVerdict): void {
    if (this.#verdicts.get(key)?.keep) return;
    this.#verdicts.set(key, verdict);
    if (this.#verdicts.size <= this.#most) return;
    const [oldest = ''] = this.#verdicts.keys();
    this.#verdicts.delete(oldest);
  }
}
