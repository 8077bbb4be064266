/** Takes a batch away. `done` is called once, when the batch arrived or was given up; it may be called at once. */
export type Send<Item> = (items: Item[], done: () => void) => void;

/** Bounds of a batch, as `OTEL_BSP_*` and `OTEL_BLRP_*` name them. */
export interface BatchOptions {
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  /** Milliseconds from the first item of a batch to its export. */
  readonly scheduledDelayMillis: number;
}

/**
 * Collects finished items and hands them on in batches, one batch under way at a time.
 *
 * The SDK's batch processors cannot be emptied synchronously (the one for logs awaits before it exports) and hold
 * the process open while an export is under way. This one can be drained from an `exit` handler, and its timer
 * never keeps a process alive.
 */
export class Batcher<Item> {
  readonly #send: Send<Item>;
  readonly #options: BatchOptions;
  #queue: Item[] = [];
  #timer: NodeJS.Timeout | undefined;
  #underWay = 0;
  #dropped = 0;
  #idle: (() => void)[] = [];

  constructor(send: Send<Item>, options: BatchOptions) {
    this.#send = send;
    this.#options = options;
  }

  /** Items refused because the queue was full. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds one item; a full queue refuses it and counts it. */
  add(item: Item): void {
    if (this.#queue.length >= this.#options.maxQueueSize) {
      this.#dropped++;
      return;
    }
    this.#queue.push(item);
    if (this.#underWay > 0) return;
    if (this.#queue.length >= this.#options.maxExportBatchSize) this.#sendNext();
    else this.#schedule();
  }

  /** Hands everything on at once, in batches, without waiting for what is under way. */
  drain(): void {
    while (this.#queue.length > 0) this.#sendNext();
  }

  /** Resolves when everything added so far was taken. Never rejects: a failed export is reported by the sender. */
  flush(): Promise<void> {
    this.drain();
    return this.#underWay === 0 ? Promise.resolve() : new Promise(resolve => this.#idle.push(resolve));
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#sendNext(), this.#options.scheduledDelayMillis).unref();
  }

  #sendNext(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#queue.length === 0) return;
    const batch = this.#queue.splice(0, this.#options.maxExportBatchSize);
    this.#underWay++;
    this.#send(
      batch,
      once(() => this.#onTaken()),
    );
  }

  #onTaken(): void {
    this.#underWay--;
    if (this.#underWay > 0) return;
    if (this.#queue.length >= this.#options.maxExportBatchSize) this.#sendNext();
    else if (this.#queue.length > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }
}

function once(action: () => void): () => void {
  let called = false;
  return () => {
    if (called) return;
    called = true;
    action();
  };
}
