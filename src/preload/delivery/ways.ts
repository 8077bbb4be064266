import type { Route } from '../../config/route.ts';
import type { Signal } from '../../config/settings.ts';
import { loadPart } from '../foundation/parts.ts';
import { Batcher, type BatchOptions } from './batcher.ts';
import type { Budget } from './budget.ts';
import type { Health } from './health.ts';
import { sizeOf } from './item-size.ts';
import { type Carrier, createOutlet, type Encode, packer } from './outlet.ts';

/** Items of each signal. */
type Counts = Partial<Record<Signal, number>>;

/** Every way on which telemetry leaves this thread. Most processes have two, one for spans and one for log records. */
export class Ways {
  readonly #carrier: Carrier;
  readonly #health: Health;
  readonly #budget: Budget;
  readonly #batchers: {
    readonly signal: Signal;
    readonly batcher: Pick<Batcher<never>, 'drain' | 'pending'>;
  }[] = [];
  readonly #beforeDrain: (() => void)[] = [];

  constructor(carrier: Carrier, health: Health, budget: Budget) {
    this.#carrier = carrier;
    this.#health = health;
    this.#budget = budget;
  }

  /** Opens one: batches by their options, encoded, to where the route leads. */
  open<Item>(route: Route, encode: Encode<Item>, options: BatchOptions): Batcher<Item> {
    const outlet = createOutlet(route, encode, this.#carrier, this.#health, this.#budget);
    const batcher = new Batcher(outlet, options, {
      onPrepare: () => this.#carrier.prepare?.(route),
      pack: packer(route, encode),
      unpack: body => loadPart('split-request').splitRequest(route, body),
      sizeOf: sizeOf(route.signal),
      budget: this.#budget,
      onDropped: bound => this.#health.dropped(route.signal, bound),
    });
    this.#batchers.push({ signal: route.signal, batcher });
    return batcher;
  }

  /** Adds what is to be done first whenever everything is handed over. */
  onDrain(action: () => void): void {
    this.#beforeDrain.push(action);
  }

  /** Hands everything over. */
  drain(): void {
    for (const action of this.#beforeDrain) action();
    for (const { batcher } of this.#batchers) batcher.drain();
  }

  /** What was not handed over, together with `others`. */
  undelivered(others: Counts): Counts {
    const counts = { ...others };
    for (const { signal, batcher } of this.#batchers) {
      counts[signal] = (counts[signal] ?? 0) + batcher.pending;
    }
    return counts;
  }
}
