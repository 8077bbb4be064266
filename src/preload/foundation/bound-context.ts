import type { Context } from '@opentelemetry/api';

/** A class whose instances are objects that are there already: what it declares is added to them. */
export const Existing = class {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is what it is for
    return target;
  }
};

/**
 * The context that an object is bound to, on the object itself and seen by nobody else: a private field. In a weak map
 * it would live until the garbage collector's next full round, and a request with it.
 */
export class BoundContext extends Existing {
  readonly #context: Context;

  /** Binds an object that is not bound yet. */
  constructor(target: object, context: Context) {
    super(target);
    this.#context = context;
  }

  static of(target: object): Context | undefined {
    return #context in target ? target.#context : undefined;
  }
}
