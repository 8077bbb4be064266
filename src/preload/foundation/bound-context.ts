import type { Context } from '@opentelemetry/api';

/** A class whose instances are existing objects: its fields are added to them. */
export const Existing = class {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is what it is for
    return target;
  }
};

/**
 * The context that an object is bound to, in a private field of the object, which nobody else sees. A weak
 * map would keep it, and the request with it, until the garbage collector's next full round.
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
