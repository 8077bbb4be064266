import { readWire } from './read-wire.ts';
import { isSameWire, type Wire } from './wire.ts';

/** How the process connects, for a thread that needs to know it. */
export class WireWatch {
  #last: Wire | undefined;

  /** A new thread knows nothing yet. */
  forget(): void {
    this.#last = undefined;
  }

  /** How the process connects now, if that has changed since the last call. */
  changed(): Wire | undefined {
    const wire = readWire();
    if (this.#last && isSameWire(wire, this.#last)) return undefined;
    this.#last = wire;
    return wire;
  }
}
