import { type Context, ROOT_CONTEXT } from '@opentelemetry/api';

/** A context that code enters before the actual context is known. */
export class LateContext implements Context {
  #known: Context;

  /** @param until what it is until then */
  constructor(until: Context = ROOT_CONTEXT) {
    this.#known = until;
  }

  become(known: Context): void {
    this.#known = known;
  }

  getValue(key: symbol): unknown {
    return this.#known.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#known.setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#known.deleteValue(key);
  }
}
