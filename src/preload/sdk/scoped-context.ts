import type { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { type Context, type ContextManager, type Span, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import { quietly } from '../../shared/quietly.ts';
import { type FieldScope, openScope, scopeOf, withScope } from '../../work/fields.ts';
import { passError } from '../errors/unwinding.ts';
import { BoundContext } from '../foundation/bound-context.ts';
import { laterModule } from '../foundation/later-modules.ts';
import { ownMethods } from '../foundation/own-methods.ts';

/** On the span itself: for minor garbage collections, all values of a weak map are alive. */
const SPAN_SCOPE = Symbol('otel-run.scope');

/** Node.js's own `emit`: only this one is known to do nothing without listeners. */
const PLAIN_EMIT = EventEmitter.prototype.emit;

let generalClasses: ReadonlySet<object> | undefined;

/** Classes with too many emitters that are never bound, by their prototypes. */
function readGeneralClasses(): ReadonlySet<object> {
  const { Stream, Readable, Writable, Duplex, Transform, PassThrough } = laterModule('stream');
  const classes = [EventEmitter, Stream, Readable, Writable, Duplex, Transform, PassThrough];
  return new Set(classes.map(({ prototype }) => prototype));
}

type Scoped = Span & { [SPAN_SCOPE]?: FieldScope };

/**
 * The SDK's context manager, which also gives every request and message a scope for `bindFields`. An
 * instrumentation begins a request or message with a context that has a span but no scope. An untraced
 * request (`OTEL_RUN_IGNORE_PATHS`) runs with tracing suppressed and gets a scope too, so that none of its
 * fields are bound to the process.
 */
export class ScopedContextManager extends AsyncLocalStorageContextManager {
  /** The SDK's storage, which diagnostics channels are bound to. */
  readonly storage = ownMethods<AsyncLocalStorage<Context>>(Reflect.get(this, '_asyncLocalStorage'));
  readonly #emits = new WeakSet<EventEmitter['emit']>();
  #adopted: { readonly manager: ContextManager; readonly outside: Context } | undefined;

  /**
   * From now on, keeps contexts with someone else's manager that does more than that. For example, Sentry's
   * stores its own scopes of every request in them.
   */
  adopt(manager: ContextManager): void {
    this.#adopted = { manager, outside: manager.active() };
  }

  override active(): Context {
    const active = this.#adopted?.manager.active();
    // Only this manager knows contexts from before the adoption.
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
      // Not through the SDK's method: in a stack trace, each frame of ours displaces one of the
      // application's.
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
   * Makes everything that an emitter calls run in a context. The SDK wraps each listener and remembers it in
   * a weak map per event, about thirty objects per request. This replaces `emit` of the emitter's class,
   * once: a function per emitter would live as long as the request.
   */
  override bind<Target>(active: Context, target: Target): Target {
    // Reading from a proxy may throw.
    if (typeof target === 'function') return quietly(() => super.bind(active, target)) ?? target;
    if (!quietly(() => target instanceof EventEmitter)) return target;
    return this.#bindEmitter(active, target as Target & EventEmitter);
  }

  #bindEmitter<Target extends EventEmitter>(active: Context, target: Target): Target {
    // As upstream: an emitter stays bound to its first context.
    if (BoundContext.of(target)) return target;
    new BoundContext(target, this.#scoped(active));
    if (!this.#emits.has(target.emit)) this.#replaceEmit(target);
    return target;
  }

  #replaceEmit(target: EventEmitter): void {
    const holder = holderOfEmit(target);
    const isOwn = Object.hasOwn(holder, 'emit');
    // The inherited `emit` is read at every event: `node:domain` and others replace it at any time.
    const value = this.#emitBy(isOwn ? { emit: target.emit } : Object.getPrototypeOf(holder));
    this.#emits.add(value);
    const property = { value, configurable: true, writable: true };
    // On a class, it is enumerable like that of `EventEmitter`, and so copied with everything that `for`
    // finds in a request.
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
    // Six of the eight events of a request and its response have no listeners, and entering a context takes
    // time. An error also has observers that are not listeners.
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

/** Builds a list without spreading: an application may have replaced the array iterator. */
function before(first: unknown, second: unknown, values: readonly unknown[]): [never, never] {
  const all = [first, second];
  for (let index = 0; index < values.length; index++) all[index + 2] = values[index];
  return all as [never, never];
}

/** One scope per span, however often an instrumentation enters the span's context. */
function scopeOfSpan(span: Scoped): FieldScope {
  span[SPAN_SCOPE] ??= openScope(undefined);
  return span[SPAN_SCOPE];
}

/**
 * The object whose `emit` is replaced: the one that has its own, or else the class next to the general ones.
 * A framework gives a request another prototype, which may not inherit from the class that a server was
 * given.
 */
function holderOfEmit(target: EventEmitter): object {
  generalClasses ??= readGeneralClasses();
  let holder: object = target;
  for (
    let next = holder;
    !Object.hasOwn(holder, 'emit') && !generalClasses.has(next);
    next = Object.getPrototypeOf(next)
  )
    holder = next;
  return holder;
}
