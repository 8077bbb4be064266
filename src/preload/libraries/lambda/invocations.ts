import type { Tracer } from '@opentelemetry/api';
import { monotonicNow } from '../../foundation/intrinsics.ts';
import { Invocation } from './invocation.ts';
import { startInvocationSpan } from './invocation-span.ts';
import { longestDelivery } from './time-out.ts';

/** Parts of the process that invocations need. */
export interface InvocationOptions {
  readonly tracer: Tracer;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds (`OTEL_RUN_FLUSH_TIMEOUT`). */
  readonly flushTimeout: number;
  /** Hands over everything that is finished. Resolves when it has arrived, or cannot arrive for now. */
  readonly flush: () => Promise<void>;
}

/** A first invocation this many milliseconds after the runtime's request did not wait for the start. */
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

  /** Starts an invocation. `xRay` is its X-Ray header. */
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

  /** The runtime requests an invocation. */
  asked(): void {
    this.#askedAt ??= monotonicNow();
  }

  /**
   * Lambda may start a process before any invocation. Otherwise, an invocation is waiting when the runtime
   * makes its first request.
   */
  #waitedForStart(): boolean {
    return this.#askedAt === undefined || monotonicNow() - this.#askedAt < LONGEST_GAP;
  }

  /** The invocation whose outcome the runtime has; undefined if it is over. */
  find(id: string): Invocation | undefined {
    return this.#open.get(id);
  }

  /** Ends an invocation. */
  end(invocation: Invocation): void {
    invocation.end();
    this.#open.delete(invocation.id);
  }

  /** Ends all invocations, or those whose handler is done. */
  endAll(which: 'all' | 'settled' = 'all'): void {
    for (const invocation of this.#open.values()) {
      if (which === 'all' || invocation.isSettled) this.end(invocation);
    }
  }

  /** Ends all invocations with an error. */
  failAll(fail: (invocation: Invocation) => void): void {
    for (const invocation of this.#open.values()) fail(invocation);
    this.endAll();
  }

  /**
   * Delivers everything that is finished.
   *
   * @returns resolves when it has arrived, or when no more time may be spent on it. Never rejects.
   */
  async deliver(): Promise<void> {
    const { flush, flushTimeout } = this.#options;
    if (!this.#last || flushTimeout <= 0) return;
    const most = longestDelivery(flushTimeout, this.#last.remaining, this.#wasLate);
    let timer: NodeJS.Timeout | undefined;
    // The timer keeps the process open. Delivery does not, and an empty event loop is an outcome to the
    // runtime.
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

/** With provisioned concurrency, the process is already started when the first invocation comes. */
function isOnDemand({ AWS_LAMBDA_INITIALIZATION_TYPE: kind = 'on-demand' }: NodeJS.ProcessEnv): boolean {
  return kind === 'on-demand';
}
