import { asAtStart } from '../foundation/as-at-start.ts';
import { countBytes, countItems, halve, type Unpack } from './batch.ts';
import { Budget } from './budget.ts';
import type { SizeOf } from './item-size.ts';
import { type BatchLimits, type Group, type Pack, Queue } from './queue.ts';

/** The fate of a batch: it arrived, was refused for good, was too large, or may be sent again. */
export type BatchOutcome = 'arrived' | 'lost' | 'too-large' | 'again';

/**
 * Called once, when the fate of a batch is known, possibly at once. @returns how many items are lost for good
 */
export type SettleBatch = (outcome: BatchOutcome) => number;

/** Takes a batch: groups of items, oldest first. */
export type SendBatch<Item> = (groups: readonly Group<Item>[], settle: SettleBatch) => void;

/** Limits of a batch, as `OTEL_BSP_*` and `OTEL_BLRP_*` name them. */
export interface BatchOptions {
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
  /** Milliseconds from the first item of a batch to its export. */
  readonly scheduledDelayMillis: number;
}

/** Events of a batch processor, and its dependencies. */
export interface BatchProcessorHooks<Item> {
  /** Called once, soon after the first item and before the first batch is handed on. */
  readonly onPrepare?: () => void;
  /** An item is about to wait, as the first one or behind others. */
  readonly onAdd?: (isFirst: boolean) => void;
  /** An item was refused because the queue had too many items or bytes. */
  readonly onDropped?: (bound: keyof BatchLimits) => void;
  /** Encodes items while they wait. */
  readonly pack?: Pack<Item> | undefined;
  readonly unpack?: Unpack;
  readonly sizeOf?: SizeOf<Item>;
  /** The memory limit for everything that waits, here and elsewhere in the process. */
  readonly budget?: Budget;
}

/** Bytes of a batch: by default, collectors accept 4 MB over gRPC. */
const LARGEST_BATCH = 3 * 2 ** 20;

/** The minimum milliseconds before a returned batch is sent again. */
const SHORTEST_BACK_OFF = 1000;

/**
 * Collects finished items and hands them on in batches, one at a time. If a batch comes back, as much of it
 * as fits returns to the head of the queue.
 *
 * The SDK's batch processors cannot be emptied synchronously (the one for logs awaits before it exports), and
 * keep the process open during an export. This one can be drained from an `exit` handler, and its timer never
 * keeps a process alive.
 */
export class BatchProcessor<Item> {
  readonly #send: SendBatch<Item>;
  readonly #options: BatchOptions;
  readonly #hooks: BatchProcessorHooks<Item>;
  #prepared = false;
  readonly #queue: Queue<Item>;
  #timer: NodeJS.Timeout | undefined;
  #backingOff = false;
  #underWay = 0;
  #dropped = 0;
  readonly #budget: Budget;
  #idle: (() => void)[] = [];

  constructor(send: SendBatch<Item>, options: BatchOptions, hooks: BatchProcessorHooks<Item> = {}) {
    this.#send = send;
    this.#options = options;
    this.#hooks = hooks;
    this.#budget = hooks.budget ?? new Budget(Number.POSITIVE_INFINITY);
    this.#queue = new Queue(options.maxExportBatchSize, hooks.pack);
  }

  /** Items refused because the queue was full. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Items in the queue. */
  get pending(): number {
    return this.#queue.length;
  }

  /** Adds one item; a full queue refuses it and counts it. */
  add(item: Item): void {
    const bytes = this.#hooks.sizeOf?.(item) ?? 0;
    const isFull = this.#queue.length >= this.#options.maxQueueSize;
    if (isFull || !this.#budget.hasRoom(bytes)) {
      this.#dropped++;
      this.#hooks.onDropped?.(isFull ? 'items' : 'bytes');
      return;
    }
    this.#hooks.onAdd?.(this.#queue.length === 0);
    const held = this.#queue.bytes;
    this.#queue.push(item, bytes);
    this.#budget.hold(this.#queue.bytes - held);
    if (!this.#prepared && this.#queue.length === 1)
      setImmediate(() => asAtStart(() => this.#prepare())).unref();
    if (this.#underWay === 0 && !this.#backingOff) this.#sendOrSchedule();
  }

  /** Hands everything on at once, in batches, without waiting for the current one. */
  drain(): void {
    if (this.#queue.length > 0) this.#prepare();
    for (let left = this.#queue.length; left > 0; ) left -= this.#sendNext();
  }

  /**
   * Resolves when everything added so far was taken or came back. Never rejects: the sender reports failures.
   */
  flush(): Promise<void> {
    this.drain();
    return this.#underWay === 0 ? Promise.resolve() : new Promise(resolve => this.#idle.push(resolve));
  }

  #prepare(): void {
    if (this.#prepared) return;
    this.#prepared = true;
    this.#hooks.onPrepare?.();
  }

  #sendOrSchedule(): void {
    const isDue =
      this.#queue.length >= this.#options.maxExportBatchSize || this.#queue.bytes >= LARGEST_BATCH;
    if (isDue) this.#sendNext();
    else if (this.#queue.length > 0) this.#schedule(this.#options.scheduledDelayMillis);
  }

  #schedule(milliseconds: number): void {
    this.#timer ??= setTimeout(() => asAtStart(() => this.#sendNext()), milliseconds).unref();
  }

  /** @returns the number of items sent */
  #sendNext(): number {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#backingOff = false;
    const batch = this.#queue.take({ items: this.#options.maxExportBatchSize, bytes: LARGEST_BATCH });
    if (batch.length > 0) this.#sendBatch(batch);
    return countItems(batch);
  }

  #sendBatch(batch: readonly Group<Item>[]): void {
    let settled = false;
    this.#underWay++;
    this.#send(batch, outcome => {
      if (settled) return 0;
      settled = true;
      return this.#onSettled(batch, outcome);
    });
  }

  #onSettled(batch: readonly Group<Item>[], outcome: BatchOutcome): number {
    const halves = outcome === 'too-large' ? halve(batch, this.#hooks.unpack) : [];
    this.#budget.hold(countBytes(halves.flat()));
    for (const half of halves) this.#sendBatch(half);
    this.#underWay--;
    if (outcome === 'again') this.#backingOff = true;
    const lost = this.#lostOf(batch, outcome, halves.length > 0);
    if (this.#underWay > 0) return lost;
    for (const resolve of this.#idle.splice(0)) resolve();
    if (this.#backingOff) this.#schedule(Math.max(this.#options.scheduledDelayMillis, SHORTEST_BACK_OFF));
    else this.#sendOrSchedule();
    return lost;
  }

  #lostOf(batch: readonly Group<Item>[], outcome: BatchOutcome, isSplit: boolean): number {
    if (outcome === 'again') return this.#takeBack(batch);
    this.#budget.release(countBytes(batch));
    return isSplit || outcome === 'arrived' ? 0 : countItems(batch);
  }

  /** The oldest items make room: newer ones are more useful now. */
  #takeBack(batch: readonly Group<Item>[]): number {
    const held = this.#queue.bytes + countBytes(batch);
    const lost = this.#queue.putBack(batch, this.#options.maxQueueSize - this.#queue.length);
    this.#budget.release(held - this.#queue.bytes);
    return lost;
  }
}
