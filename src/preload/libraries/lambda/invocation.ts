import { SpanStatusCode } from '@opentelemetry/api';
import { LONGEST_TIMER } from '../../../shared/longest-timer.ts';
import { recordFailure } from '../../../work/record-failure.ts';
import { monotonicNow } from '../../foundation/intrinsics.ts';
import { eventText, fieldOf } from './event-field.ts';
import type { StartedSpan } from './invocation-span.ts';
import { timeUntilTimeOut } from './time-out.ts';

/** The lowest response status that is a server error. */
const SERVER_ERROR = 500;

/** One invocation, from the call of the handler until the runtime has its outcome. */
export class Invocation {
  readonly id: string;
  readonly #started: StartedSpan;
  readonly #deadline: number;
  readonly #timer: NodeJS.Timeout;
  #hasFailed = false;
  #isSettled = false;
  #isOver = false;

  /**
   * @param context the handler's context object
   * @param onTimeOut called when it is about to time out, after its span has ended
   */
  constructor(started: StartedSpan, context: unknown, onTimeOut: (invocation: Invocation) => void) {
    this.id = eventText(fieldOf(context, 'awsRequestId')) ?? '';
    this.#started = started;
    const remaining = remainingTime(context);
    this.#deadline = monotonicNow() + remaining;
    this.#timer = setTimeout(() => this.#timeOut(onTimeOut), timeUntilTimeOut(remaining)).unref();
  }

  get active() {
    return this.#started.active;
  }

  /** Whether the handler is done. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Milliseconds until Lambda ends the process. */
  get remaining(): number {
    return this.#deadline - monotonicNow();
  }

  /** The handler is done, with this answer. */
  succeed(result: unknown): void {
    this.#isSettled = true;
    if (this.#isOver || this.#started.trigger.type !== 'http') return;
    const status = Number(fieldOf(result, 'statusCode'));
    if (!Number.isInteger(status)) return;
    const { span } = this.#started;
    span.setAttribute('http.response.status_code', status);
    if (status < SERVER_ERROR) return;
    span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
  }

  /** Only the first failure counts: later ones follow from it. */
  fail(error: unknown): void {
    this.#isSettled = true;
    if (this.#isOver || this.#hasFailed) return;
    this.#hasFailed = true;
    recordFailure(this.#started.span, error);
  }

  /** The runtime reports a failure of the handler or of its own. */
  failAs(type: string, message: string): void {
    this.#isSettled = true;
    if (this.#isOver || this.#hasFailed) return;
    this.#hasFailed = true;
    this.#started.span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR, message });
  }

  /** Ends the span. Later events change nothing. */
  end(): void {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.#started.span.end();
    this.#isOver = true;
  }

  #timeOut(onTimeOut: (invocation: Invocation) => void): void {
    this.failAs('timeout', 'the invocation was about to time out');
    this.end();
    onTimeOut(this);
  }
}

/** As the context object says. A test of an application may call its handler with any object. */
function remainingTime(context: unknown): number {
  const ask = fieldOf(context, 'getRemainingTimeInMillis');
  const remaining = typeof ask === 'function' ? Number(Reflect.apply(ask, context, [])) : Number.NaN;
  return Number.isFinite(remaining) ? Math.min(remaining, LONGEST_TIMER) : LONGEST_TIMER;
}
