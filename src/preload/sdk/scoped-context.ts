import type { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { Duplex, PassThrough, Readable, Stream, Transform, Writable } from 'node:stream';
import { type Context, type ContextManager, type Span, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import { quietly } from '../../shared/quietly.ts';
import { type FieldScope, openScope, scopeOf, withScope } from '../../work/fields.ts';
import { passError } from '../errors/unwinding.ts';
import { BoundContext } from '../foundation/bound-context.ts';
import { ownMethods } from '../foundation/own-methods.ts';

/** On the span itself: the garbage collector's fast rounds take the values of a weak map for alive. */
const SPAN_SCOPE = Symbol('otel-run.scope');

/** As Node.js has it: of what is called with no listener, only this is known to do nothing. */
const PLAIN_EMIT = EventEmitter.prototype.emit;

/** Classes that have too many emitters which are never bound. */
const GENERAL: ReadonlySet<object> = new Set(
  [EventEmitter, Stream, Readable, Writable, Duplex, Transform, PassThrough].map(
    ({ prototype }) => prototype,
  ),
);

type Scoped = Span & { [SPAN_SCOPE]?: FieldScope };

/**
 * The SDK's context manager, which also gives every request and message a scope for `bindFields`: a context with a
 * span and without a scope is where an instrumentation begins one. A request that is not traced
 * (`OTEL_RUN_IGNORE_PATHS`) runs with tracing suppressed and gets one too, so that nothing of it is bound to the
 * process.
 */
export class ScopedContextManager extends AsyncLocalStorageContextManager {
  /** The SDK's; what a diagnostics channel is bound to. */
  readonly storage = ownMethods<AsyncLocalStorage<Context>>(Reflect.get(this, '_asyncLocalStorage'));
  readonly #emits = new WeakSet<EventEmitter['emit']>();
  #adopted: { readonly manager: ContextManager; readonly outside: Context } | undefined;

  /**
   * Keeps contexts with a manager of somebody else's from now on: one that does more than keep them, as Sentry's, which
   * gives every request scopes of its own in them.
   */
  adopt(manager: ContextManager): void {
    this.#adopted = { manager, outside: manager.active() };
  }

  override active(): Context {
    const active = this.#adopted?.manager.active();
    // What was under way when it was adopted is only known here.
    return active === undefined || active === this.#adopted?.outside ? super.active() : active;
  }

  override with<Values extends unknown[], Call extends (...values: Values) => ReturnType<Call>>(
    active: Context,
    call: Call,
    self?: ThisParameterType<Call>,
    ...values: Values
  ): ReturnType<Call> {
    const scoped = this.#scoped(active);
    let passes = true;
    try {
      const bound = self == null ? call : (call.bind(self) as Call);
      // Not by way of the SDK's: each frame of ours takes the place of one of the application's in a stack trace.
      const { manager } = this.#adopted ?? {};
      const result: ReturnType<Call> = manager
        ? manager.with(scoped, bound, undefined, ...values)
        : (Reflect.apply(this.storage.run, this.storage, before(scoped, bound, values)) as ReturnType<Call>);
      passes = false;
      return result;
    } finally {
      if (passes) passError(scoped, ScopedContextManager.prototype.with);
    }
  }

  /**
   * Has everything that an emitter calls run in a context. The SDK's way wraps each listener and remembers it in a weak
   * map for each event, some thirty objects a request; this one replaces `emit` of the emitter's class, once: of each
   * emitter it would be a function that lives as long as the request.
   */
  override bind<Target>(active: Context, target: Target): Target {
    // What is read of a proxy may throw.
    if (typeof target === 'function') return quietly(() => super.bind(active, target)) ?? target;
    if (!quietly(() => target instanceof EventEmitter)) return target;
    return this.#bindEmitter(active, target as Target & EventEmitter);
  }

  #bindEmitter<Target extends EventEmitter>(active: Context, target: Target): Target {
    // As upstream: the first context that an emitter is bound to holds.
    if (BoundContext.of(target)) return target;
    new BoundContext(target, this.#scoped(active));
    if (!this.#emits.has(target.emit)) this.#replaceEmit(target);
    return target;
  }

  #replaceEmit(target: EventEmitter): void {
    const holder = holderOfEmit(target);
    const isOwn = Object.hasOwn(holder, 'emit');
    // What it inherits is asked for at every event: `node:domain` and others replace it at any time.
    const value = this.#emitBy(isOwn ? { emit: target.emit } : Object.getPrototypeOf(holder));
    this.#emits.add(value);
    const property = { value, configurable: true, writable: true };
    // Of a class enumerable as that of `EventEmitter`, which is copied with all that `for` finds in a request.
    const seen = isOwn || holder === target ? property : { ...property, enumerable: true };
    // A class may be frozen.
    if (!Reflect.defineProperty(holder, 'emit', seen)) Reflect.defineProperty(target, 'emit', property);
  }

  #emitBy(replaced: Pick<EventEmitter, 'emit'>): EventEmitter['emit'] {
    const manager = this;
    const inContext = (
      context: Context,
      target: EventEmitter,
      values: Parameters<EventEmitter['emit']>,
    ): boolean =>
      manager.with(
        context,
        Reflect.apply<EventEmitter, typeof values, boolean>,
        undefined,
        replaced.emit,
        target,
        values,
      );
    // Nobody listens to six of the eight events of a request and its response, and to enter a context takes a while. An
    // error is seen also by those who only watch for it.
    const isHeard = (target: EventEmitter, name: string | symbol) =>
      replaced.emit !== PLAIN_EMIT || name === 'error' || target.listenerCount(name) > 0;
    return function emitInContext(this: EventEmitter, ...values): boolean {
      const context = BoundContext.of(this);
      return context === undefined || !isHeard(this, values[0]) || manager.active() === context
        ? Reflect.apply(replaced.emit, this, values)
        : inContext(context, this, values);
    };
  }

  #scoped(active: Context): Context {
    if (scopeOf(active)) return active;
    const span = trace.getSpan(active);
    if (span) return withScope(active, scopeOfSpan(span));
    return isTracingSuppressed(active) ? withScope(active, openScope(undefined)) : active;
  }
}

/** Values in a list, not spread: an application may have replaced the iterator of arrays. */
function before(first: unknown, second: unknown, values: readonly unknown[]): [never, never] {
  const all = [first, second];
  for (let index = 0; index < values.length; index++) all[index + 2] = values[index];
  return all as [never, never];
}

/** One scope a span, however often an instrumentation enters the span's context. */
function scopeOfSpan(span: Scoped): FieldScope {
  span[SPAN_SCOPE] ??= openScope(undefined);
  return span[SPAN_SCOPE];
}

/**
 * What an emitter's `emit` is replaced on: what has one of its own, or else the class next to the general ones, for a
 * framework gives a request another prototype, which need not inherit from the class that a server was given.
 */
function holderOfEmit(target: EventEmitter): object {
  let holder: object = target;
  for (
    let next = holder;
    !Object.hasOwn(holder, 'emit') && !GENERAL.has(next);
    next = Object.getPrototypeOf(next)
  )
    holder = next;
  return holder;
}
