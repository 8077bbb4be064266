import type { Failure } from './failure.ts';
import type { ExportResult } from './thread-messages.ts';
import type { OnExported } from './transport.ts';

/** Requests that were sent to the delivery thread and have no result yet. */
export class PendingRequests {
  readonly #callbacks = new Map<number, OnExported>();
  #lastId = 0;

  get size(): number {
    return this.#callbacks.size;
  }

  /** @returns the id of the new request */
  add(onExported: OnExported): number {
    this.#callbacks.set(++this.#lastId, onExported);
    return this.#lastId;
  }

  /** Reports a result. Does nothing if the request already has one. */
  settle({ id, failure, rejection }: ExportResult): void {
    const onExported = this.#callbacks.get(id);
    this.#callbacks.delete(id);
    onExported?.(failure, rejection);
  }

  /** Reports the same failure for every request that is still pending. */
  failAll(failure: Failure): void {
    for (const id of [...this.#callbacks.keys()]) this.settle({ id, failure });
  }
}
