import type { MessagePort, Worker } from 'node:worker_threads';
import type { Route } from '../../config/route.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import { isFolderRemoved } from '../foundation/thread-needs.ts';
import { type Failure, NO_ANSWER } from './failure.ts';
import { FromHere, type UseOfThread } from './from-here.ts';
import { deliverInProcess } from './in-process.ts';
import { nextMessage } from './next-message.ts';
import { PendingRequests } from './pending-requests.ts';
import { startDeliveryThread } from './start-delivery-thread.ts';
import type { EncodedRequest, ExportResult, ToThread } from './thread-messages.ts';
import type { OnExported } from './transport.ts';
import { waitForResults } from './wait-for-results.ts';
import { WireWatch } from './wire/wire-watch.ts';

/** After this many consecutive threads that ended before they delivered anything, no other is started. */
const MOST_EARLY_ENDS = 2;

/** If an earlier thread failed, how many milliseconds an exit waits for one that has not answered yet. */
const LONGEST_DOUBT = 500;

/** As at the start, whatever the application makes of it. */
const { permission } = process;

const noThread = (reason: string) => `no thread could be started for the delivery (${reason})`;

type Post = (message: ToThread, transfer: ArrayBuffer[]) => void;

/**
 * Exports encoded requests from a dedicated thread. Exports never block the application's event loop, keep it alive or
 * get traced, and an `exit` handler can wait for them.
 *
 * The first request starts the thread. If no thread can start, this thread exports the requests, and an exit cannot
 * wait for them.
 */
export class DeliveryThread {
  readonly #env: NodeJS.ProcessEnv;
  readonly #longestHold: number;
  readonly #use: UseOfThread;
  readonly #pending = new PendingRequests();
  /** Counts the results of threads, and from -1 the start of the current one. */
  readonly #settled = new Int32Array(new SharedArrayBuffer(4));
  #thread: Worker | undefined;
  #port: MessagePort | undefined;
  #post: Post | undefined;
  #fromHere: FromHere | undefined;
  /** Why requests are exported from this thread, if they are. */
  #noThread: string | undefined;
  /** Consecutive threads that ended before they delivered anything. */
  #earlyEnds = 0;
  readonly #wire = new WireWatch();
  #deadline: number | undefined;

  /**
   * @param env the environment that gives the exporters endpoints, headers, certificates and timeouts
   * @param longestHold milliseconds that a request may keep the process alive if this thread exports it
   * @param use if it is not `always`, this thread exports requests
   */
  constructor(env: NodeJS.ProcessEnv, longestHold: number, use: UseOfThread = 'always') {
    this.#env = env;
    this.#longestHold = longestHold;
    this.#use = use;
    this.#noThread = use === 'never' ? 'OTEL_RUN_DELIVERY_THREAD is false' : undefined;
  }

  /** Whether this thread has to export requests, so that an exit cannot wait for them. */
  get inProcess(): boolean {
    return this.#noThread !== undefined || permission?.has('worker') === false;
  }

  /** Starts the thread before the first request of a route, which may come when no time is left. */
  prepare(route: Route): void {
    if (this.inProcess || this.#staysHere()) return;
    try {
      this.#poster()({ type: 'prepare', route }, []);
    } catch {
      // The first request meets the same error and reports it.
    }
  }

  /** Hands over one encoded request; its memory moves to the thread. */
  send(route: Route, body: Uint8Array, onExported: OnExported): void {
    const id = this.#pending.add(onExported);
    try {
      const exact = body.byteLength === body.buffer.byteLength ? body : body.slice();
      if (this.#staysHere()) this.#here().send({ id, route, body: exact });
      else this.#handOver({ id, route, body: exact }, [exact.buffer as ArrayBuffer]);
    } catch (error) {
      this.#pending.settle({ id, failure: { reason: errorMessage(error), retry: 'never' } });
    }
  }

  /**
   * Announces that the process is about to end. The exporter may be waiting before a retry, so it sends
   * pending requests again at once.
   *
   * @param milliseconds until everything has to have arrived
   */
  hurry(milliseconds: number): void {
    const deadline = monotonicNow() + milliseconds;
    this.#deadline = deadline;
    // A thread that starts where the folder was removed ends, and does not answer.
    if (Atomics.load(this.#settled, 0) < 0 && isFolderRemoved()) this.#leaveThread(NO_ANSWER);
    if (this.#thread) this.#post?.({ type: 'hurry', deadline }, []);
    for (const request of this.#fromHere?.leave() ?? []) this.#handOver(request, []);
  }

  /** Blocks this thread until every request has a result or the time given to `hurry` is over. */
  settle(midway?: () => void): void {
    if (!this.#thread) return;
    const deadline = this.#deadline ?? 0;
    // A blocked thread does not see another thread end. If an earlier one failed, this one gets less time.
    const endOfDoubt = Math.min(deadline, monotonicNow() + LONGEST_DOUBT);
    const results = {
      settled: this.#settled,
      read: () => this.#readResults(),
      isOver: () => this.#pending.size === 0,
      until: () => (this.#earlyEnds > 0 ? endOfDoubt : deadline),
    };
    waitForResults(results, midway);
  }

  /** Fails all pending requests and withdraws `hurry`, in case the process continues. */
  abandon(): void {
    if (this.#thread && this.#deadline !== undefined) this.#post?.({ type: 'relax' }, []);
    this.#deadline = undefined;
    this.#pending.failAll(this.#noThread ? { reason: this.#noThread, retry: 'later' } : NO_ANSWER);
  }

  /** Whether requests leave from this thread for now, although a thread could be started. */
  #staysHere(): boolean {
    return this.#use === 'at exit' && !this.#thread && this.#deadline === undefined;
  }

  #here(): FromHere {
    this.#fromHere ??= new FromHere(result => this.#pending.settle(result), this.#longestHold);
    return this.#fromHere;
  }

  #handOver(request: EncodedRequest, transfer: ArrayBuffer[]): void {
    const post = this.#poster();
    const wire = this.#thread && this.#wire.changed();
    if (wire) post({ type: 'wire', wire }, []);
    post({ type: 'send', request }, transfer);
  }

  #poster(): Post {
    this.#post ??=
      this.#startThread() ?? deliverInProcess(result => this.#pending.settle(result), this.#longestHold);
    return this.#post;
  }

  #startThread(): Post | undefined {
    if (this.#noThread !== undefined) return undefined;
    Atomics.store(this.#settled, 0, -1);
    try {
      const { thread, port } = startDeliveryThread(this.#env, this.#settled, (ended, reason) =>
        this.#onThreadEnd(ended, reason),
      );
      this.#thread = thread;
      this.#port = port;
    } catch (error) {
      this.#noThread = noThread(errorMessage(error));
      return undefined;
    }
    const port = this.#port.on('message', (result: ExportResult) => this.#onResult(result));
    port.unref();
    const post: Post = (message, transfer) => port.postMessage(message, transfer);
    this.#wire.forget();
    if (this.#deadline !== undefined) post({ type: 'hurry', deadline: this.#deadline }, []);
    return post;
  }

  #readResults(): void {
    const next = () => nextMessage<ExportResult>(this.#port);
    for (let result = next(); result; result = next()) this.#onResult(result.message);
  }

  #onResult(result: ExportResult): void {
    this.#earlyEnds = 0;
    this.#pending.settle(result);
  }

  /** The next request starts a new thread, which can also send the pending requests of the dead one. */
  #onThreadEnd(thread: Worker, reason: string): void {
    if (thread !== this.#thread) return;
    if (++this.#earlyEnds >= MOST_EARLY_ENDS) this.#noThread = noThread(reason);
    this.#leaveThread({ reason, retry: 'later' });
  }

  #leaveThread(failure: Failure): void {
    this.#thread = undefined;
    this.#port = undefined;
    this.#post = undefined;
    this.#pending.failAll(failure);
  }
}
