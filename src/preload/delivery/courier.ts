import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { errorMessage } from '../../error-message.ts';
import { monotonicNow } from '../intrinsics.ts';
import { archiveReader } from '../modules/plug-and-play.ts';
import { partPath } from '../parts.ts';
import type { Failure } from './failure.ts';
import { deliverInProcess } from './in-process.ts';
import { startOwnThread } from './own-thread.ts';
import type { Receipt, Route, ToThread } from './parcel.ts';
import type { Rejection } from './rejection.ts';
import { threadEnvironment } from './thread-environment.ts';

/** Called once when a parcel arrived (no failure), perhaps not all of it, or was given up. */
export type OnSettled = (failure: Failure | undefined, rejection?: Rejection | undefined) => void;

/** Memory that the thread may use, in MiB: it holds what is under way and an HTTP client, nothing else. */
const THREAD_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

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
  #threadError: string | undefined;
  #lastId = 0;
  #deadline: number | undefined;

  /**
   * @param env the environment from which the exporters take endpoints, headers, certificates, timeouts
   * @param longestHold milliseconds that a request may keep the process alive where it leaves from this thread
   */
  constructor(env: NodeJS.ProcessEnv, longestHold: number) {
    this.#env = env;
    this.#longestHold = longestHold;
  }

  /** Whether requests have to leave from this thread, so that an exit cannot wait for them. */
  get inProcess(): boolean {
    return this.#threadError !== undefined || process.permission?.has('worker') === false;
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
      this.#poster()({ type: 'send', parcel: { id, route, body: exact } }, [exact.buffer as ArrayBuffer]);
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
    while (this.#thread) {
      const settled = Atomics.load(this.#settled, 0);
      this.#readReceipts();
      const left = (this.#deadline ?? 0) - monotonicNow();
      if (this.#waiting.size === 0 || left <= 0) return;
      Atomics.wait(this.#settled, 0, settled, left);
    }
  }

  /** Takes back what is still under way, and hurries no more, in case that the process goes on. */
  abandon(): void {
    if (this.#thread && this.#deadline !== undefined) this.#post?.({ type: 'relax' }, []);
    this.#deadline = undefined;
    this.#giveUp({ reason: this.#threadError ?? 'no answer in time', retry: 'later' });
  }

  #poster(): Post {
    this.#post ??= this.#startThread() ?? this.#stayHere();
    return this.#post;
  }

  #startThread(): Post | undefined {
    if (this.#threadError !== undefined) return undefined;
    const channel = new MessageChannel();
    try {
      this.#thread = startOwnThread(() => this.#createThread(channel.port1));
    } catch (error) {
      this.#threadError = `no thread can be started for it (${errorMessage(error)})`;
      channel.port2.close();
      return undefined;
    }
    this.#port = channel.port2;
    this.#port.on('message', (receipt: Receipt) => this.#receive(receipt)).unref();
    const post: Post = (message, transfer) => channel.port2.postMessage(message, transfer);
    if (this.#deadline !== undefined) post({ type: 'hurry', deadline: this.#deadline }, []);
    return post;
  }

  #createThread(port: MessagePort): Worker {
    const file = partPath('courier-thread');
    const thread = new Worker(file, {
      name: 'otel-run delivery',
      env: threadEnvironment(this.#env),
      execArgv: archiveReader(file),
      stdout: true,
      stderr: true,
      resourceLimits: THREAD_LIMITS,
      workerData: { port, settled: this.#settled },
      transferList: [port],
    });
    thread.unref();
    thread.on('error', error => this.#onThreadEnd(thread, errorMessage(error)));
    thread.on('exit', () => this.#onThreadEnd(thread, 'the delivery thread ended'));
    return thread;
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
      this.#receive(next.message);
    }
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
    this.#giveUp({ reason, retry: 'later' });
  }
}
