import { type Context, type Span, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import { type FieldScope, openScope, scopeOf, withScope } from '../../work/fields.ts';

/**
 * The SDK's context manager, which also gives every request and message a scope for `bindFields`: a context with a
 * span and without a scope is where an instrumentation begins one. A request that is not traced
 * (`OTEL_RUN_IGNORE_PATHS`) runs with tracing suppressed and gets one too, so that nothing of it is bound to the
 * process.
 */
export class ScopedContextManager extends AsyncLocalStorageContextManager {
  /** One scope a span, however often an instrumentation enters the span's context. */
  readonly #scopes = new WeakMap<Span, FieldScope>();

  override with<Values extends unknown[], Call extends (...values: Values) => ReturnType<Call>>(
    active: Context,
    call: Call,
    self?: ThisParameterType<Call>,
    ...values: Values
  ): ReturnType<Call> {
    return super.with(this.#scoped(active), call, self, ...values);
  }

  #scoped(active: Context): Context {
    if (scopeOf(active)) return active;
    const span = trace.getSpan(active);
    if (span) return withScope(active, this.#scopeOf(span));
    return isTracingSuppressed(active) ? withScope(active, openScope(undefined)) : active;
  }

  #scopeOf(span: Span): FieldScope {
    const scope = this.#scopes.get(span) ?? openScope(undefined);
    this.#scopes.set(span, scope);
    return scope;
  }
}
