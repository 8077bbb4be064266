import { type Context, context } from '@opentelemetry/api';
import { isObject } from '../../hooks/own-properties.ts';
import { replaceOwn } from '../binding/bind-calls.ts';
import type { SetUp } from '../library-part.ts';
import { LateContext } from './late-context.ts';

/** Runs a function as the unit of work of a message, until the function's promise is fulfilled. */
type RunUnit = (message: unknown, unit: () => Promise<void>) => unknown;

type Step = (...values: unknown[]) => Promise<IteratorResult<unknown>>;

/**
 * Makes the loops over the messages of an iterable run in units of work: one for each message, until the
 * loop asks for the next one or ends.
 */
export function processInLoops(messages: unknown, storage: SetUp['storage'], run: RunUnit): void {
  const name = Symbol.asyncIterator as unknown as string;
  replaceOwn(messages, [name], (iterate, self, values) => {
    const iterator = Reflect.apply(iterate, self, values);
    const loop = new MessageLoop(storage, run);
    replaceOwn(iterator, ['next'], (next, self, values) =>
      loop.next(() => Reflect.apply(next as Step, self, values)),
    );
    replaceOwn(iterator, ['return', 'throw'], (end, self, values) => {
      loop.end();
      return Reflect.apply(end, self, values);
    });
    return iterator;
  });
}

/**
 * One loop. What is entered while it asks for a message is what its body runs in, so the context of the
 * body is entered before its message is there. Only the first time, that would also be the context of
 * whatever called the code with the loop. The first message is therefore handed over in a proxy, and its
 * context is entered where the body first reads from it.
 */
class MessageLoop {
  readonly #storage: SetUp['storage'];
  readonly #run: RunUnit;
  readonly #outside = context.active();
  #isFirst = true;
  #end = () => {};

  constructor(storage: SetUp['storage'], run: RunUnit) {
    this.#storage = storage;
    this.#run = run;
  }

  /** The body is over, if there was one, and waits for the next message. */
  async next(ask: () => Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> {
    this.#end();
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const late = isFirst ? undefined : new LateContext(this.#outside);
    const asked = this.#storage.run(this.#outside, ask);
    if (late) this.#storage.enterWith(late);
    const result = await asked;
    if (result.done) return result;
    const unit = this.#begin(result.value);
    late?.become(unit);
    return late
      ? result
      : { ...result, value: enteredWhenRead(result.value, () => this.#storage.enterWith(unit)) };
  }

  /** The loop is over. */
  end(): void {
    this.#end();
    if (!this.#isFirst) this.#storage.enterWith(this.#outside);
  }

  /** @returns the context of the message's unit of work */
  #begin(message: unknown): Context {
    let unit = this.#outside;
    this.#run(message, () => {
      unit = context.active();
      return new Promise(resolve => {
        this.#end = resolve;
      });
    });
    return unit;
  }
}

function enteredWhenRead(message: unknown, enter: () => void): unknown {
  if (!isObject(message)) return message;
  let isRead = false;
  return new Proxy(message, {
    get(target, name, proxy) {
      if (!isRead) enter();
      isRead = true;
      return Reflect.get(target, name, proxy);
    },
  });
}
