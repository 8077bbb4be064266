import type { Route } from '../../config/route.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import type { Failure } from './failure.ts';

/** Which collectors asked for a pause, and until when. Other requests to them wait, too. */
export class Pauses {
  readonly #wishes = new Map<string, { readonly until: number; readonly failure: Failure }>();

  /** Keeps the pause that an answer asks for, if any. */
  note(route: Route, failure: Failure): void {
    if (failure.pause === undefined) return;
    this.#wishes.set(JSON.stringify(route), { until: monotonicNow() + failure.pause, failure });
  }

  /** The answer whose pause applies to a collector now. */
  wishOf(route: Route): Failure | undefined {
    return this.left(route) > 0 ? this.#wishes.get(JSON.stringify(route))?.failure : undefined;
  }

  /** Milliseconds of the pause that are left, otherwise 0. */
  left(route: Route): number {
    return Math.max(0, (this.#wishes.get(JSON.stringify(route))?.until ?? 0) - monotonicNow());
  }
}
