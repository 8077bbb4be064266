import { type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import type { Route } from '../../config/route.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import { loadPart } from '../foundation/parts.ts';
import { deliverInProcess } from './in-process.ts';
import { PendingRequests } from './pending-requests.ts';
import { startDeliveryThread } from './start-delivery-thread.ts';
import { isClockStill } from './still-clock.ts';
import type { ExportResult, ToThread } from './thread-messages.ts';
import type { OnExported } from './transport.ts';
import { readWire } from './wire/read-wire.ts';
import { isSameWire, type Wire } from './wire/wire.ts';

/** After this many consecutive threads that ended before they delivered anything, no other is started. */
const MOST_EARLY_ENDS = 2;

/**
 * If an earlier thread failed, how many milliseconds an exit waits for a thread that has not answered yet.
 */
const LONGEST_DOUBT = 500;

/** As at the start, whatever the application makes of it. */
const { permission } = process;

const noThread = (reason: string) => `no thread can be started for it (${reason})`;

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
  readonly #pending = new PendingRequests();
  readonly #settled = new Int32Array(new SharedArrayBuffer(4));
  #thread: Worker | undefined;
  #port: MessagePort | undefined;
  #post: Post | undefined;
  /** Why requests are exported from this thread, if they are. */
  #noThread: string | undefined;
  /** Consecutive threads that ended before they delivered anything. */
  #earlyEnds = 0;
  #wire: Wire | undefined;
  #deadline: number | undefined;

  /**
   * @param env the environment that gives the exporters endpoints, headers, certificates and timeouts
   * @param longestHold milliseconds that a request may keep the process alive if this thread exports it
   * @param useThread false: this thread exports requests
   */
  constructor(env: NodeJS.ProcessEnv, longestHold: number, useThread = true) {
    this.#env = env;
    this.#longestHold = longestHold;
    this.#noThread = useThread ? undefined : 'OTEL_RUN_DELIVERY_THREAD is false';
  }

  /** Whether this thread has to export requests, so that an exit cannot wait for them. */
  get inProcess(): boolean {
    return this.#noThread !== undefined || permission?.has('worker') === false;
  }

  /** Starts the thread before the first request of a route, which may come when no time is left. */
  prepare(route: Route): void {
    if (this.inProcess) return;
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
      const post = this.#poster();
      this.#postWire(post);
      post({ type: 'send', request: { id, route, body: exact } }, [exact.buffer as ArrayBuffer]);
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
    if (this.#thread) this.#post?.({ type: 'hurry', deadline }, []);
  }

  /** Blocks this thread until every request has a result or the time given to `hurry` is over. */
  settle(): void {
    if (this.#thread && this.#pending.size > 0 && isClockStill()) {
      loadPart('kernel-time').waitByKernelTime((this.#deadline ?? 0) - monotonicNow(), () => {
        this.#readResults();
        return this.#pending.size === 0;
      });
      return;
    }
    // A blocked thread does not see another thread end. If an earlier one failed, this one gets less time.
    const endOfDoubt = monotonicNow() + LONGEST_DOUBT;
    while (this.#thread) {
      const settled = Atomics.load(this.#settled, 0);
      this.#readResults();
      const deadline = this.#deadline ?? 0;
      const left = (this.#earlyEnds > 0 ? Math.min(deadline, endOfDoubt) : deadline) - monotonicNow();
      if (this.#pending.size === 0 || left <= 0) return;
      Atomics.wait(this.#settled, 0, settled, left);
    }
  }

  /** Fails all pending requests and withdraws `hurry`, in case the process continues. */
  abandon(): void {
    if (this.#thread && this.#deadline !== undefined) this.#post?.({ type: 'relax' }, []);
    this.#deadline = undefined;
    this.#pending.failAll({ reason: this.#noThread ?? 'no answer in time', retry: 'later' });
  }

  #poster(): Post {
    this.#post ??= this.#startThread() ?? this.#stayHere();
    return this.#post;
  }

  #startThread(): Post | undefined {
    if (this.#noThread !== undefined) return undefined;
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
    this.#wire = undefined;
    if (this.#deadline !== undefined) post({ type: 'hurry', deadline: this.#deadline }, []);
    return post;
  }

  /** Tells the thread how the process connects, if that has changed. */
  #postWire(post: Post): void {
    if (!this.#thread) return;
    const wire = readWire();
    if (this.#wire && isSameWire(wire, this.#wire)) return;
    this.#wire = wire;
    post({ type: 'wire', wire }, []);
  }

  #stayHere(): Post {
    return deliverInProcess(result => this.#pending.settle(result), this.#longestHold);
  }

  #readResults(): void {
    if (!this.#port) return;
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port)) {
      this.#onResult(next.message);
    }
  }

  #onResult(result: ExportResult): void {
    this.#earlyEnds = 0;
    this.#pending.settle(result);
  }

  /** The next request starts a new thread, which can also send the pending requests of the dead one. */
  #onThreadEnd(thread: Worker, reason: string): void {
    if (thread !== this.#thread) return;
    this.#thread = undefined;
    this.#port = undefined;
    this.#post = undefined;
    if (++this.#earlyEnds >= MOST_EARLY_ENDS) this.#noThread = noThread(reason);
    this.#pending.failAll({ reason, retry: 'later' });
  }
}
