import type { Route } from '../../config/route.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import type { Failure } from './failure.ts';

/** Which collectors asked to be left alone, and until when: what else is to go there waits, too. */
export class Pauses {
  readonly #wishes = new Map<string, { readonly until: number; readonly failure: Failure }>();

  /** Keeps what an answer asks for, if it does. */
  note(route: Route, failure: Failure): void {
    if (failure.pause === undefined) return;
    this.#wishes.set(JSON.stringify(route), { until: monotonicNow() + failure.pause, failure });
  }

  /** The answer that a collector wants to be left alone by just now. */
  wishOf(route: Route): Failure | undefined {
    return this.left(route) > 0 ? this.#wishes.get(JSON.stringify(route))?.failure : undefined;
  }

  /** Milliseconds, 0 where nothing is asked for. */
  left(route: Route): number {
    return Math.max(0, (this.#wishes.get(JSON.stringify(route))?.until ?? 0) - monotonicNow());
  }
}
