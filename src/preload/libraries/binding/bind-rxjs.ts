import { type Context, context, ROOT_CONTEXT } from '@opentelemetry/api';
import { Existing } from '../../foundation/bound-context.ts';
import { replaceMethod } from '../work/patch-library.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Method = (this: any, ...values: any[]) => any;

type Prototype = Record<string, Method>;

interface Observing {
  next(value: unknown): void;
  error(error: unknown): void;
  complete(): void;
}

interface Observable {
  subscribe(subscriber: Observing): unknown;
}

interface Exports {
  readonly Observable?: { readonly prototype: Prototype };
  readonly Subscriber?: { readonly prototype: Prototype };
}

/**
 * Makes observables call a subscriber in the request that subscribed. A subject that many requests share would
 * otherwise call the subscribers of all of them in one. A subscriber outside all requests, such as one from the
 * start of a process, is called in the request that emits.
 */
export function bindObservables({ Observable, Subscriber }: Exports): void {
  if (!Observable || !Subscriber) return;
  replaceMethod(Observable.prototype, 'subscribe', subscribe);
  for (const name of ['next', 'error', 'complete']) replaceMethod(Subscriber.prototype, name, calling);
}

/** Every operator subscribes to the one before it with a subscriber of its own. */
function subscribe(original: Method): Method {
  return function subscribe(...values) {
    const active = context.active();
    if (active === ROOT_CONTEXT) return original.apply(this, values);
    const [observer] = values;
    if (typeof observer?.closed === 'boolean') Subscribed.mark(observer, active);
    const subscriber = original.apply(this, values);
    if (subscriber !== observer) Subscribed.mark(subscriber, active);
    return subscriber;
  };
}

function calling(original: Method): Method {
  return function call(value) {
    const own = Subscribed.contextOf(this);
    if (own === undefined || own === context.active()) return original.call(this, value);
    return context.with(own, original, this, value);
  };
}

/** The context in which a subscriber subscribed, in a private field. */
class Subscribed extends Existing {
  #context: Context;

  private constructor(subscriber: object, active: Context) {
    super(subscriber);
    this.#context = active;
  }

  static mark(subscriber: object, active: Context): void {
    if (#context in subscriber) subscriber.#context = active;
    else new Subscribed(subscriber, active);
  }

  static contextOf(subscriber: object): Context | undefined {
    return #context in subscriber ? subscriber.#context : undefined;
  }
}

interface Merging {
  mergeInternals?: Method;
}

/**
 * Makes `mergeMap` and `concatMap` work on each value in the context in which it was emitted: values wait for
 * their turn, which comes in the context of an earlier one.
 */
export function bindMerging(exports: Merging): void {
  replaceMethod(exports as Prototype, 'mergeInternals', original => {
    return function mergeInternals(source, subscriber, project, ...rest) {
      const [, , expand] = rest;
      if (expand || typeof project !== 'function')
        return original.call(this, source, subscriber, project, ...rest);
      const emitted = new Emitted(source);
      return original.call(this, emitted, subscriber, emitted.projecting(project), ...rest);
    };
  });
}

/** Values of a source, which are worked on in the order in which they are emitted. */
class Emitted implements Observable {
  readonly #source: Observable;
  readonly #contexts: Context[] = [];

  constructor(source: Observable) {
    this.#source = source;
  }

  subscribe(subscriber: Observing): unknown {
    const contexts = this.#contexts;
    replaceMethod(subscriber as unknown as Prototype, '_next', original => {
      return function next(value) {
        contexts.push(context.active());
        return original.call(this, value);
      };
    });
    return this.#source.subscribe(subscriber);
  }

  projecting(project: Method): Method {
    return (value, index) => {
      const emittedIn = this.#contexts.shift() ?? context.active();
      if (emittedIn === context.active()) return project(value, index);
      return within(emittedIn, context.with(emittedIn, project, undefined, value, index));
    };
  }
}

const OBSERVABLE = (Symbol as { readonly observable?: symbol }).observable ?? '@@observable';

/** An observable or a promise that calls in a context. Anything else has its values already. */
function within(active: Context, input: Partial<Observable & PromiseLike<unknown>> | undefined): unknown {
  const follow =
    typeof input?.subscribe === 'function'
      ? (subscriber: Observing) => input.subscribe?.(subscriber)
      : typeof input?.then === 'function' &&
        ((subscriber: Observing) => settle(input as PromiseLike<unknown>, subscriber));
  if (!follow) return input;
  const subscribe = (subscriber: Observing) => {
    Subscribed.mark(subscriber, active);
    return context.with(active, follow, undefined, subscriber);
  };
  return { [OBSERVABLE]: () => ({ subscribe }) };
}

function settle(promise: PromiseLike<unknown>, subscriber: Observing): void {
  promise.then(
    value => {
      subscriber.next(value);
      subscriber.complete();
    },
    error => subscriber.error(error),
  );
}
