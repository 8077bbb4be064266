import type { Route } from '../../config/route.ts';
import type { Signal } from '../../shared/signal.ts';
import { loadPart } from '../foundation/parts.ts';
import { type BatchOptions, BatchProcessor } from './batch-processor.ts';
import { createBatchSender, type RequestSender } from './batch-sender.ts';
import type { Budget } from './budget.ts';
import { type Encode, packer } from './encoders.ts';
import type { Health, SignalCounts } from './health.ts';
import { sizeOf } from './item-size.ts';

/** The batch processors of this thread. Most processes have two, one for spans and one for log records. */
export class BatchProcessors {
  readonly #sender: RequestSender;
  readonly #health: Health;
  readonly #budget: Budget;
  readonly #processors: {
    readonly signal: Signal;
    readonly processor: Pick<BatchProcessor<never>, 'drain' | 'pending'>;
  }[] = [];
  readonly #beforeDrain: (() => void)[] = [];
  #onAdd: ((isFirst: boolean) => void) | undefined;

  constructor(sender: RequestSender, health: Health, budget: Budget) {
    this.#sender = sender;
    this.#health = health;
    this.#budget = budget;
  }

  /** Creates the batch processor of a route. */
  open<Item>(route: Route, encode: Encode<Item>, options: BatchOptions): BatchProcessor<Item> {
    const send = createBatchSender(route, encode, this.#sender, this.#health, this.#budget);
    const processor = new BatchProcessor(send, options, {
      onPrepare: () => this.#sender.prepare?.(route),
      onAdd: isFirst => this.#onAdd?.(isFirst),
      pack: packer(route, encode),
      unpack: body => loadPart('split-request').splitRequest(route, body),
      sizeOf: sizeOf(route.signal),
      budget: this.#budget,
      onDropped: bound => this.#health.dropped(route.signal, bound),
    });
    this.#processors.push({ signal: route.signal, processor });
    return processor;
  }

  /** Sets an action to run before each item that is added; it is told whether no other item of its kind waits. */
  onAdd(action: (isFirst: boolean) => void): void {
    this.#onAdd = action;
  }

  /** Adds an action to run before each `drain`. */
  onDrain(action: () => void): void {
    this.#beforeDrain.push(action);
  }

  /** Sends everything in the queues. */
  drain(): void {
    for (const action of this.#beforeDrain) action();
    for (const { processor } of this.#processors) processor.drain();
  }

  /** Adds the items that still wait to `others`. */
  undelivered(others: SignalCounts): SignalCounts {
    const counts: Partial<Record<Signal, number>> = { ...others };
    for (const { signal, processor } of this.#processors) {
      counts[signal] = (counts[signal] ?? 0) + processor.pending;
    }
    return counts;
  }
}
