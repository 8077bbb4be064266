import { type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import type { Route } from '../../config/route.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import { startDeliveryThread } from './delivery-thread.ts';
import type { Failure } from './failure.ts';
import { deliverInProcess } from './in-process.ts';
import type { Receipt, ToThread } from './parcel.ts';
import type { Rejection } from './rejection.ts';
import { readWire } from './wire/read-wire.ts';
import { isSameWire, type Wire } from './wire/wire.ts';

/** Called once when a parcel arrived (no failure), perhaps not all of it, or was given up. */
export type OnSettled = (failure: Failure | undefined, rejection?: Rejection | undefined) => void;

/** After so many threads that ended before they delivered anything, no other is started. */
const MOST_EARLY_ENDS = 2;

/** Milliseconds that an exit waits for a thread of which nothing was heard, after another has failed. */
const LONGEST_DOUBT = 500;

const noThread = (reason: string) => `no thread can be started for it (${reason})`;

type Post = (message: ToThread, transfer: ArrayBuffer[]) => void;

/**
 * Delivers encoded requests from a thread of its own: the application's event loop is neither slowed by an export
 * nor kept alive by one, nothing of an export can be traced, and an `exit` handler can wait for it.
 *
 * The thread starts with the first parcel and never holds the process open. Where no thread can start, requests
 * leave from this one, and an exit cannot wait for them.
 */
export class Courier {
  readonly #env: NodeJS.ProcessEnv;
  readonly #longestHold: number;
  readonly #waiting = new Map<number, OnSettled>();
  readonly #settled = new Int32Array(new SharedArrayBuffer(4));
  #thread: Worker | undefined;
  #port: MessagePort | undefined;
  #post: Post | undefined;
  /** Why requests leave from this thread, if they do. */
  #noThread: string | undefined;
  /** Threads in a row that ended before they delivered anything. */
  #earlyEnds = 0;
  #wire: Wire | undefined;
  #lastId = 0;
  #deadline: number | undefined;

  /**
   * @param env the environment from which the exporters take endpoints, headers, certificates, timeouts
   * @param longestHold milliseconds that a request may keep the process alive where it leaves from this thread
   * @param useThread false: requests leave from this thread
   */
  constructor(env: NodeJS.ProcessEnv, longestHold: number, useThread = true) {
    this.#env = env;
    this.#longestHold = longestHold;
    this.#noThread = useThread ? undefined : 'OTEL_RUN_DELIVERY_THREAD is false';
  }

  /** Whether requests have to leave from this thread, so that an exit cannot wait for them. */
  get inProcess(): boolean {
    return this.#noThread !== undefined || process.permission?.has('worker') === false;
  }

  /** Starts the thread ahead of the first request of a route, which may be made when there is no time left. */
  prepare(route: Route): void {
    if (this.inProcess) return;
    try {
      this.#poster()({ type: 'prepare', route }, []);
    } catch {
      // The first request meets the same error, and says it.
    }
  }

  /** Hands over one encoded request; its memory moves to the thread. */
  send(route: Route, body: Uint8Array, onSettled: OnSettled): void {
    const id = ++this.#lastId;
    this.#waiting.set(id, onSettled);
    try {
      const exact = body.byteLength === body.buffer.byteLength ? body : body.slice();
      const post = this.#poster();
      this.#postWire(post);
      post({ type: 'send', parcel: { id, route, body: exact } }, [exact.buffer as ArrayBuffer]);
    } catch (error) {
      this.#receive({ id, failure: { reason: errorMessage(error), retry: 'never' } });
    }
  }

  /**
   * Announces that the process is about to end: what is under way is sent again at once, because its exporter may
   * sit in a back-off, and everything from now on has to arrive in time.
   *
   * @param milliseconds from now on
   */
  hurry(milliseconds: number): void {
    const deadline = monotonicNow() + milliseconds;
    this.#deadline = deadline;
    if (this.#thread) this.#post?.({ type: 'hurry', deadline }, []);
  }

  /** Blocks this thread until everything is settled or the time that `hurry` gave is over. */
  settle(): void {
    // The end of a thread is not seen from here: one whose predecessor failed gets less time to prove itself.
    const endOfDoubt = monotonicNow() + LONGEST_DOUBT;
    while (this.#thread) {
      const settled = Atomics.load(this.#settled, 0);
      this.#readReceipts();
      const deadline = this.#deadline ?? 0;
      const left = (this.#earlyEnds > 0 ? Math.min(deadline, endOfDoubt) : deadline) - monotonicNow();
      if (this.#waiting.size === 0 || left <= 0) return;
      Atomics.wait(this.#settled, 0, settled, left);
    }
  }

  /** Takes back what is still under way, and hurries no more, in case that the process goes on. */
  abandon(): void {
    if (this.#thread && this.#deadline !== undefined) this.#post?.({ type: 'relax' }, []);
    this.#deadline = undefined;
    this.#giveUp({ reason: this.#noThread ?? 'no answer in time', retry: 'later' });
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
    const port = this.#port.on('message', (receipt: Receipt) => this.#onReceipt(receipt));
    port.unref();
    const post: Post = (message, transfer) => port.postMessage(message, transfer);
    this.#wire = undefined;
    if (this.#deadline !== undefined) post({ type: 'hurry', deadline: this.#deadline }, []);
    return post;
  }

  /** Tells the thread how the process connects, where that has changed. */
  #postWire(post: Post): void {
    if (!this.#thread) return;
    const wire = readWire();
    if (this.#wire && isSameWire(wire, this.#wire)) return;
    this.#wire = wire;
    post({ type: 'wire', wire }, []);
  }

  #stayHere(): Post {
    return deliverInProcess(
      (id, failure, rejection) => this.#receive({ id, failure, rejection }),
      this.#longestHold,
    );
  }

  #readReceipts(): void {
    if (!this.#port) return;
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port)) {
      this.#onReceipt(next.message);
    }
  }

  #onReceipt(receipt: Receipt): void {
    this.#earlyEnds = 0;
    this.#receive(receipt);
  }

  #receive({ id, failure, rejection }: Receipt): void {
    const onSettled = this.#waiting.get(id);
    this.#waiting.delete(id);
    onSettled?.(failure, rejection);
  }

  #giveUp(failure: Failure): void {
    for (const id of [...this.#waiting.keys()]) this.#receive({ id, failure });
  }

  /** What a dead thread had under way may be sent by the next one, which the next parcel starts. */
  #onThreadEnd(thread: Worker, reason: string): void {
    if (thread !== this.#thread) return;
    this.#thread = undefined;
    this.#port = undefined;
    this.#post = undefined;
    if (++this.#earlyEnds >= MOST_EARLY_ENDS) this.#noThread = noThread(reason);
    this.#giveUp({ reason, retry: 'later' });
  }
}
