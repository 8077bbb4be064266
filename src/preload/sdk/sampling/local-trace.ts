import type { TraceState } from '@opentelemetry/api';
import type { LocalRoot, LocalTraceFacts } from '../../delivery/handed-over.ts';
import type { SamplingVerdict } from './decide.ts';
import { withThreshold } from './threshold.ts';

/** Called once, with what became of the trace. */
type Settle = (verdict: SamplingVerdict) => void;

/** A local root with all that is below it in this process, which is kept or not as a whole. */
export class LocalTrace {
  readonly key: string;
  hasError = false;
  /** Undefined until it is decided. */
  verdict: SamplingVerdict | undefined;
  #readRoot: (() => LocalRoot) | undefined;
  #waiting: Settle[] = [];
  #lastState: { readonly before: TraceState | undefined; readonly after: TraceState | undefined } | undefined;

  /**
   * @param key the trace's id, or what else it is found again by
   * @param readRoot tells what is known of its root when it is decided
   */
  constructor(key: string, readRoot: () => LocalRoot) {
    this.key = key;
    this.#readRoot = readRoot;
  }

  /** Undefined once it is decided. */
  facts(): (LocalRoot & LocalTraceFacts) | undefined {
    const root = this.#readRoot?.();
    return root && { ...root, hasError: this.hasError };
  }

  /** Has something wait for the decision. */
  wait(settle: Settle): void {
    this.#waiting.push(settle);
  }

  /** Decides it, and lets go of all that it held. */
  settle(verdict: SamplingVerdict): void {
    const waiting = this.#waiting;
    this.verdict = verdict;
    this.#waiting = [];
    this.#readRoot = undefined;
    for (const settle of waiting) settle(verdict);
  }

  /** The `tracestate` that one of its spans is exported with: most of them have the same. */
  traceStateOf(before: TraceState | undefined, { threshold }: SamplingVerdict): TraceState | undefined {
    if (!this.#lastState || this.#lastState.before !== before)
      this.#lastState = { before, after: withThreshold(before, threshold) };
    return this.#lastState.after;
  }
}
