import type { TraceState } from '@opentelemetry/api';
import type { LocalRoot, LocalTraceFacts } from '../../delivery/handed-over.ts';
import type { SamplingVerdict } from './decide.ts';
import { withThreshold } from './threshold.ts';

/** Called once, with the verdict on the trace. */
type Settle = (verdict: SamplingVerdict) => void;

/** A local root and everything below it in this process, kept or dropped as a whole. */
export class LocalTrace {
  readonly key: string;
  hasError = false;
  /** Undefined until the trace is decided. */
  verdict: SamplingVerdict | undefined;
  #readRoot: (() => LocalRoot) | undefined;
  #waiting: Settle[] = [];
  #lastState: { readonly before: TraceState | undefined; readonly after: TraceState | undefined } | undefined;

  /**
   * @param key the trace's id, or another key to find it by
   * @param readRoot reads the facts of its root when the trace is decided
   */
  constructor(key: string, readRoot: () => LocalRoot) {
    this.key = key;
    this.#readRoot = readRoot;
  }

  /** Undefined after the decision. */
  facts(): (LocalRoot & LocalTraceFacts) | undefined {
    const root = this.#readRoot?.();
    return root && { ...root, hasError: this.hasError };
  }

  /** Makes something wait for the decision. */
  wait(settle: Settle): void {
    this.#waiting.push(settle);
  }

  /** Applies the decision, and releases everything that waited. */
  settle(verdict: SamplingVerdict): void {
    const waiting = this.#waiting;
    this.verdict = verdict;
    this.#waiting = [];
    this.#readRoot = undefined;
    for (const settle of waiting) settle(verdict);
  }

  /** The `tracestate` to export a span with. Most spans of a trace have the same one. */
  traceStateOf(before: TraceState | undefined, { threshold }: SamplingVerdict): TraceState | undefined {
    if (!this.#lastState || this.#lastState.before !== before)
      this.#lastState = { before, after: withThreshold(before, threshold) };
    return this.#lastState.after;
  }
}
