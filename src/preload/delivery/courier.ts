import { type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { partPath } from '../parts.ts';
import type { Receipt, Route, ToThread } from './parcel.ts';

/** Called once when a parcel arrived (no error) or was given up. */
export type OnSettled = (error: string | undefined) => void;

/** Memory that the thread may use, in MiB: it holds what is under way and an HTTP client, nothing else. */
const THREAD_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

/**
 * Delivers encoded requests from a thread of its own: the application's event loop is neither slowed by an export
 * nor kept alive by one, nothing of an export can be traced, and an `exit` handler can wait for it.
 *
 * The thread starts with the first parcel and never holds the process open.
 */
export class Courier {
  readonly #env: NodeJS.ProcessEnv;
  readonly #waiting = new Map<number, OnSettled>();
  #settled = new Int32Array(new SharedArrayBuffer(4));
  #thread: Worker | undefined;
  #port: MessagePort | undefined;
  #lastId = 0;
  #deadline: number | undefined;

  /** @param env the environment from which the exporters take endpoints, headers, certificates, timeouts */
  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** Hands over one encoded request; its memory moves to the thread. */
  send(route: Route, body: Uint8Array, onSettled: OnSettled): void {
    const id = ++this.#lastId;
    this.#waiting.set(id, onSettled);
    try {
      const exact = body.byteLength === body.buffer.byteLength ? body : body.slice();
      const timeoutMillis =
        this.#deadline === undefined ? undefined : Math.max(1, this.#deadline - Date.now());
      this.#post({ type: 'send', parcel: { id, route, body: exact, timeoutMillis } }, [
        exact.buffer as ArrayBuffer,
      ]);
    } catch (error) {
      this.#receive({ id, error: describe(error) });
    }
  }

  /**
   * Announces that the process is about to end: what is under way is sent again at once, because its exporter may
   * sit in a back-off, and everything from now on has to arrive in time.
   *
   * @param milliseconds from now on
   */
  hurry(milliseconds: number): void {
    this.#deadline = Date.now() + milliseconds;
    if (this.#waiting.size > 0) this.#post({ type: 'hurry', milliseconds });
  }

  /** Blocks this thread until everything is settled or the time that `hurry` gave is over. */
  settle(): void {
    for (;;) {
      const settled = Atomics.load(this.#settled, 0);
      this.#readReceipts();
      const left = (this.#deadline ?? 0) - Date.now();
      if (this.#waiting.size === 0 || left <= 0) return;
      Atomics.wait(this.#settled, 0, settled, left);
    }
  }

  /** Gives up what is still under way. */
  abandon(): void {
    for (const id of [...this.#waiting.keys()]) this.#receive({ id, error: 'not delivered in time' });
  }

  #post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.#port ??= this.#start();
    this.#port.postMessage(message, transfer);
  }

  #start(): MessagePort {
    const channel = new MessageChannel();
    const thread = new Worker(partPath('courier-thread'), {
      name: 'otel-run delivery',
      // Without NODE_OPTIONS no preload runs in the thread, this one included.
      env: { ...this.#env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '' },
      execArgv: [],
      resourceLimits: THREAD_LIMITS,
      workerData: { port: channel.port1, settled: this.#settled },
      transferList: [channel.port1],
    });
    thread.unref();
    thread.on('error', error => this.#onThreadEnd(thread, describe(error)));
    thread.on('exit', () => this.#onThreadEnd(thread, 'the delivery thread ended'));
    channel.port2.on('message', (receipt: Receipt) => this.#receive(receipt));
    channel.port2.unref();
    this.#thread = thread;
    return channel.port2;
  }

  #readReceipts(): void {
    if (!this.#port) return;
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port)) {
      this.#receive(next.message);
    }
  }

  #receive({ id, error }: Receipt): void {
    const onSettled = this.#waiting.get(id);
    this.#waiting.delete(id);
    onSettled?.(error);
  }

  /** What a dead thread had under way is given up; the next parcel starts another. */
  #onThreadEnd(thread: Worker, error: string): void {
    if (thread !== this.#thread) return;
    this.#thread = undefined;
    this.#port = undefined;
    for (const id of [...this.#waiting.keys()]) this.#receive({ id, error });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
