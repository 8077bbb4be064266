import { EventEmitter } from 'node:events';
import { type Context, type Span, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import { type FieldScope, openScope, scopeOf, withScope } from '../../work/fields.ts';

/** On the span itself: the garbage collector's fast rounds take the values of a weak map for alive. */
const SPAN_SCOPE = Symbol('otel-run.scope');

const BOUND = Symbol('otel-run.bound');

type Scoped = Span & { [SPAN_SCOPE]?: FieldScope };

/**
 * The SDK's context manager, which also gives every request and message a scope for `bindFields`: a context with a
 * span and without a scope is where an instrumentation begins one. A request that is not traced
 * (`OTEL_RUN_IGNORE_PATHS`) runs with tracing suppressed and gets one too, so that nothing of it is bound to the
 * process.
 */
export class ScopedContextManager extends AsyncLocalStorageContextManager {
  override with<Values extends unknown[], Call extends (...values: Values) => ReturnType<Call>>(
    active: Context,
    call: Call,
    self?: ThisParameterType<Call>,
    ...values: Values
  ): ReturnType<Call> {
    return super.with(this.#scoped(active), call, self, ...values);
  }

  /**
   * Has everything that an emitter calls run in a context. The SDK's way wraps each listener and remembers it in a weak
   * map for each event, some thirty objects a request; this one wraps `emit`. Defined, not assigned: V8's fast garbage
   * collection does not free an object that a new function was assigned to, and would let each request live until the
   * next full one.
   */
  override bind<Target>(active: Context, target: Target): Target {
    if (!(target instanceof EventEmitter)) return super.bind(active, target);
    // As upstream: the first context that an emitter is bound to holds.
    if (Reflect.has(target, BOUND)) return target;
    Reflect.set(target, BOUND, true);
    const { emit } = target;
    const scoped = this.#scoped(active);
    const value = (...values: Parameters<typeof emit>): boolean =>
      this.active() === scoped
        ? emit.apply(target, values)
        : super.with(
            scoped,
            Reflect.apply<EventEmitter, typeof values, boolean>,
            undefined,
            emit,
            target,
            values,
          );
    return Object.defineProperty(target, 'emit', { value, configurable: true, writable: true });
  }

  #scoped(active: Context): Context {
    if (scopeOf(active)) return active;
    const span = trace.getSpan(active);
    if (span) return withScope(active, scopeOfSpan(span));
    return isTracingSuppressed(active) ? withScope(active, openScope(undefined)) : active;
  }
}

/** One scope a span, however often an instrumentation enters the span's context. */
function scopeOfSpan(span: Scoped): FieldScope {
  span[SPAN_SCOPE] ??= openScope(undefined);
  return span[SPAN_SCOPE];
}
