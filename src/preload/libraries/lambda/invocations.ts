import type { Tracer } from '@opentelemetry/api';
import { monotonicNow } from '../../foundation/intrinsics.ts';
import { Invocation } from './invocation.ts';
import { startInvocationSpan } from './invocation-span.ts';
import { longestDelivery } from './time-out.ts';

/** What invocations need of the process. */
export interface InvocationOptions {
  readonly tracer: Tracer;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds (`OTEL_RUN_FLUSH_TIMEOUT`). */
  readonly flushTimeout: number;
  /** Hands everything over that is finished, and resolves when it arrived or cannot for now. */
  readonly flush: () => Promise<void>;
}

/** A first invocation that comes so many milliseconds after the runtime asked for it did not wait for the start. */
const LONGEST_GAP = 10_000;

/** The invocations of this process, and their delivery before Lambda freezes it. */
export class Invocations {
  readonly #options: InvocationOptions;
  readonly #open = new Map<string, Invocation>();
  #last: Invocation | undefined;
  #askedAt: number | undefined;
  #wasLate = false;

  constructor(options: InvocationOptions) {
    this.#options = options;
  }

  /** Starts one. `xRay` is X-Ray's header for it. */
  begin(event: unknown, context: unknown, xRay: unknown): Invocation {
    const { tracer, env } = this.#options;
    const started = startInvocationSpan(tracer, {
      event,
      context,
      xRay,
      continuesXRay: /(?:^|,)\s*xray-lambda\s*(?:,|$)/i.test(env.OTEL_PROPAGATORS ?? ''),
      isColdStart: this.#last === undefined && isOnDemand(env) && this.#waitedForStart(),
    });
    const invocation = new Invocation(started, context, timedOut => {
      this.#open.delete(timedOut.id);
      void this.deliver();
    });
    this.#last = invocation;
    this.#open.set(invocation.id, invocation);
    return invocation;
  }

  /** The runtime asks for an invocation. */
  asked(): void {
    this.#askedAt ??= monotonicNow();
  }

  /** Lambda may start a process ahead of any invocation; otherwise one is there when the runtime asks for the first. */
  #waitedForStart(): boolean {
    return this.#askedAt === undefined || monotonicNow() - this.#askedAt < LONGEST_GAP;
  }

  /** The runtime has the outcome of one; undefined for one that is over. */
  find(id: string): Invocation | undefined {
    return this.#open.get(id);
  }

  /** Ends one. */
  end(invocation: Invocation): void {
    invocation.end();
    this.#open.delete(invocation.id);
  }

  /** Ends all of them, or those whose handler is done. */
  endAll(which: 'all' | 'settled' = 'all'): void {
    for (const invocation of this.#open.values()) {
      if (which === 'all' || invocation.isSettled) this.end(invocation);
    }
  }

  /** Ends all of them with an error. */
  failAll(fail: (invocation: Invocation) => void): void {
    for (const invocation of this.#open.values()) fail(invocation);
    this.endAll();
  }

  /**
   * Delivers what is finished.
   *
   * @returns resolves when it arrived, or when no more time may be spent on it. Never rejects.
   */
  async deliver(): Promise<void> {
    const { flush, flushTimeout } = this.#options;
    if (!this.#last || flushTimeout <= 0) return;
    const most = longestDelivery(flushTimeout, this.#last.remaining, this.#wasLate);
    let timer: NodeJS.Timeout | undefined;
    // It holds the process open: delivery does not, and an empty event loop is an outcome to the runtime.
    const tooLate = new Promise<boolean>(resolve => {
      timer = setTimeout(resolve, most, true);
    });
    const arrived = flush().then(
      () => false,
      () => true,
    );
    this.#wasLate = await Promise.race([arrived, tooLate]);
    clearTimeout(timer);
  }
}

/** With provisioned concurrency the first invocation finds the process started. */
function isOnDemand({ AWS_LAMBDA_INITIALIZATION_TYPE: kind = 'on-demand' }: NodeJS.ProcessEnv): boolean {
  return kind === 'on-demand';
}
